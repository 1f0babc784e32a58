/** Telling a customer, once, that a free trial ends soon: in one commit with the note that they were told. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { totals } from "@/domain/invoice/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import {
  billableFrom,
  checkService,
  nextPeriod,
  type Service,
  stageTrialReminded,
  trialEndOn,
  trialReminderOn,
} from "@/domain/service/mod.ts";
import type { Actor } from "@/domain/shared/actor.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";
import { customerTax } from "@/domain/tax/mod.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import type { NotDue } from "./issue_renewal.ts";
import { amountText } from "./mail_texts.ts";
import { renewalLines } from "./renewal_lines.ts";

/** A trial whose customer was told of its end. */
export interface RemindedTrial {
  service: Service;
  endsOn: string;
}

/** Tells of the end of a service's trial, where it is time to; two checks, one for the mail. */
export function remindTrial(
  deps: Deps,
  { serviceId, actor }: { serviceId: string; actor: Actor },
): Promise<Result<RemindedTrial, NotDue | Conflict>> {
  return transact(deps, async (tx) => {
    const before = await checkService(tx, serviceId);
    const endsOn = before && trialEndOn(before);
    const remindOn = before && trialReminderOn(before);
    const today = dayOf(deps.clock.now());
    const isDue = before && endsOn && remindOn && remindOn <= today && today < endsOn &&
      // Neither cancelled nor billed before its time.
      billableFrom(before) === endsOn;
    if (!isDue) return fail({ code: "not_due" as const });
    const service = stageTrialReminded(tx, deps, before);
    await stageTrialMail(tx, deps, { service, endsOn });
    stageAudit(tx, deps, {
      actor,
      action: "service.trial_reminded",
      subject: { kind: "service", id: service.id },
      after: { endsOn },
    });
    return ok({ service, endsOn });
  });
}

async function stageTrialMail(tx: Tx, deps: Deps, { service, endsOn }: RemindedTrial) {
  const customer = await getAccount(deps, service.customerId);
  const period = nextPeriod(service);
  if (!customer || !period) return;
  const [{ rule }, { paysFromWallet }] = await Promise.all([
    customerTax(deps, { customerId: customer.id }),
    readTerms(deps, customer.id),
  ]);
  const { total } = totals(renewalLines(service, period), rule, service.renewal.currency);
  await stageMail(tx, deps, {
    fact: `trial_ending:${service.id}`,
    to: { email: customer.email, name: customer.name },
    accountId: customer.id,
    template: "trial_ending",
    variables: {
      customerName: customer.name,
      hostname: service.hostname,
      planName: service.planName,
      endsOn,
      total: amountText(total),
      period: `${period.startsOn} to ${period.endsOn}`,
      payment: paysFromWallet ? "It is paid from your wallet, as far as there is money in it." : "",
      link: `/dashboard/services/${service.id}`,
    },
  });
}
