/** Changing terms: customers say how their renewals are paid, staff what was agreed with a customer. */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { MAX_LEAD_DAYS } from "@/domain/settings/mod.ts";
import { type CustomerActor, maySpend, type StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { type Agreed, NOTHING_AGREED } from "./model.ts";
import { loadCustomerTerms, stageCustomerTerms, stageLongestLead } from "./repo.ts";

/** Says whether renewals are paid from the wallet; for those who may use bills. */
export async function setWalletPayment(
  deps: Deps,
  input: { actor: CustomerActor; paysFromWallet: boolean; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, paysFromWallet, requestId } = input;
  if (!maySpend(actor, "billing")) return notFound();
  return await transact(deps, async (tx) => {
    const before = await loadCustomerTerms(tx, actor.id) ?? newTerms(actor.id);
    stageCustomerTerms(tx, { ...before, paysFromWallet });
    stageAudit(tx, deps, {
      actor,
      action: "wallet_payment.changed",
      subject: { kind: "account", id: actor.id },
      before: { paysFromWallet: before.paysFromWallet },
      after: { paysFromWallet },
      requestId,
    });
    return ok(undefined);
  });
}

/** Fields as typed. */
export type TermsForm = Readonly<Record<string, string | undefined>>;

const daysField = (max: number) =>
  z.string().trim().default("").transform((text) => text === "" ? null : Number(text)).refine(
    (value) => value === null || Number.isInteger(value) && value >= 0 && value <= max,
    `Enter a whole number from 0 to ${max}, or leave it empty.`,
  );

const choice = z.enum(["", "yes", "no"], "Choose one of them.").default("")
  .transform((text) => text === "" ? null : text === "yes");

const form = z.strictObject({
  lead_days: daysField(MAX_LEAD_DAYS),
  grace_days: daysField(90),
  end_after_days: daysField(365),
  suspends_unpaid: choice,
  takes_late_fees: choice,
});

/** Notes what was agreed with a customer, in place of the settings; needs `users.terms`. */
export async function changeTerms(
  deps: Deps,
  input: { actor: StaffActor; customerId: string; form: TermsForm; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, customerId, requestId } = input;
  if (!actor.permissions.has("users.terms") || !isId("cus", customerId)) return notFound();
  const parsed = form.safeParse(input.form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  if (!await getAccount(deps, customerId)) return notFound();
  const agreed: Agreed = {
    leadDays: parsed.data.lead_days,
    graceDays: parsed.data.grace_days,
    endAfterDays: parsed.data.end_after_days,
    suspendsUnpaid: parsed.data.suspends_unpaid,
    takesLateFees: parsed.data.takes_late_fees,
  };
  return await transact(deps, async (tx) => {
    const before = await loadCustomerTerms(tx, customerId) ?? newTerms(customerId);
    stageCustomerTerms(tx, { ...before, agreed });
    await stageLongestLead(tx, agreed.leadDays ?? 0);
    stageAudit(tx, deps, {
      actor,
      action: "terms.changed",
      subject: { kind: "account", id: customerId },
      before: before.agreed,
      after: agreed,
      requestId,
    });
    return ok(undefined);
  });
}

function newTerms(customerId: string) {
  return { schemaVersion: 1 as const, customerId, paysFromWallet: null, agreed: NOTHING_AGREED };
}
