/** Mails about a change that was made: to the customer, and to staff who set up the machine. */
import { CYCLE_LABELS } from "@/domain/catalog/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import type { Change } from "./model.ts";

/** Tells the customer, and staff if the machine has to be another one; the change is under check, and owns its mails. */
export async function stageChangedMails(
  tx: Tx,
  deps: Deps,
  { change, service }: { change: Change; service: Service },
): Promise<void> {
  const [account, company] = await Promise.all([
    getAccount(deps, change.customerId),
    getSettings(deps, "company"),
  ]);
  const facts = {
    hostname: service.hostname,
    oldPlan: `${change.from.planName}, ${CYCLE_LABELS[change.from.cycle].toLowerCase()}`,
    newPlan: `${change.to.planName}, ${CYCLE_LABELS[change.to.cycle].toLowerCase()}`,
  };
  if (account) {
    const { renewal } = change.to;
    await stageMail(tx, deps, {
      fact: `plan_changed:${change.id}`,
      to: account,
      accountId: account.id,
      isOwned: true,
      template: "plan_changed",
      variables: {
        ...facts,
        customerName: account.name,
        renewal: `${toDecimal(renewal)} ${renewal.currency}`,
        nextDueOn: service.nextDueOn ?? "",
        link: `/dashboard/services/${service.id}`,
      },
    });
  }
  if (change.from.plan === change.to.plan) return;
  await stageMail(tx, deps, {
    fact: `plan_changed_staff:${change.id}`,
    to: { email: company.supportEmail, name: company.name },
    accountId: change.customerId,
    isOwned: true,
    template: "plan_changed_staff",
    variables: { ...facts, link: `/admin/services/${service.id}` },
  });
}
