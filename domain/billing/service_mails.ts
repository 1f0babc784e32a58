/** The mails about what becomes of a service, each staged in the commit that it tells of: one check. */
import { type AccountView, getAccount } from "@/domain/customer/mod.ts";
import { type MailVariables, stageMail } from "@/domain/mail/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { LOSSES, momentText } from "./mail_texts.ts";

/** The templates that these facts are told by. */
type ServiceTemplate =
  | "service_suspended"
  | "service_resumed"
  | "service_ending"
  | "service_end_undone"
  | "service_cancelled"
  | "service_terminated";

type Common = "customerName" | "hostname" | "planName" | "link";

/** Tells a customer something about a service; nothing where the account is gone. `fact` names it, once for ever. */
export async function stageServiceMail<T extends ServiceTemplate>(
  tx: Tx,
  deps: Deps,
  input: {
    fact: string;
    template: T;
    service: Service;
    /** What the template wants besides name, host, plan and link. */
    variables: (customer: AccountView) => Omit<MailVariables<T>, Common>;
  },
): Promise<void> {
  const { service } = input;
  const customer = await getAccount(deps, service.customerId);
  if (!customer) return;
  const variables = {
    ...input.variables(customer),
    customerName: customer.name,
    hostname: service.hostname,
    planName: service.planName,
    link: input.template === "service_terminated"
      ? "/dashboard/services"
      : `/dashboard/services/${service.id}`,
  };
  await stageMail(tx, deps, {
    fact: input.fact,
    to: { email: customer.email, name: customer.name },
    accountId: customer.id,
    template: input.template,
    variables: variables as unknown as MailVariables<T>,
  });
}

/** Tells that a service is stopped and when it will be deleted; `fact` where the end names it as its warning. */
export function stageEndingMail(
  tx: Tx,
  deps: Deps,
  { service, endsAt, reason, fact }: {
    service: Service;
    endsAt: string;
    reason: string;
    fact?: string;
  },
): Promise<void> {
  return stageServiceMail(tx, deps, {
    fact: fact ?? `service_ending:${service.id}:${service.termination!.scheduledAt}`,
    template: "service_ending",
    service,
    variables: ({ timeZone }) => ({
      reason,
      endsAt: momentText(endsAt, timeZone),
      losses: LOSSES,
    }),
  });
}

/** Tells staff which machine to delete at its host. */
export async function stageStaffEndMail(
  tx: Tx,
  deps: Deps,
  { service, reason }: { service: Service; reason: string },
): Promise<void> {
  const company = await getSettings(deps, "company");
  await stageMail(tx, deps, {
    fact: `service_terminated_staff:${service.id}`,
    to: { email: company.supportEmail, name: company.name },
    template: "service_terminated_staff",
    variables: {
      hostname: service.hostname,
      planName: service.planName,
      datacenterName: service.datacenterName,
      reason,
      link: `/admin/services/${service.id}`,
    },
  });
}

/** Tells staff that more machines are to be deleted than an hour allows; once for an hour. */
export async function stageCapMail(
  tx: Tx,
  deps: Deps,
  { hour, count }: { hour: string; count: number },
): Promise<void> {
  const company = await getSettings(deps, "company");
  await stageMail(tx, deps, {
    fact: `deletions_capped:${hour}`,
    to: { email: company.supportEmail, name: company.name },
    template: "deletions_capped_staff",
    variables: { count: String(count), link: "/admin/billing" },
  });
}
