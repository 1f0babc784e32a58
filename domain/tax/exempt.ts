/** Staff exempt a customer from tax, for a reason and a time, which are printed on their invoices. */
import { z } from "zod";
import { stageAudit } from "../audit/mod.ts";
import { readAccount } from "../customer/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import { transact, type Tx } from "../shared/kv.ts";
import { dayField } from "../shared/period_schema.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "../shared/result.ts";
import { toValidationError } from "../shared/validation.ts";
import { getExemption, readExemption, setExemption, type TaxExemption } from "./repo.ts";

const MAX_REASON_LENGTH = 200;
const MAX_CERTIFICATE_LENGTH = 60;

const line = (maxLength: number) =>
  z.string().max(10 * maxLength, `Use at most ${maxLength} characters.`).default("")
    .transform((typed) => typed.normalize("NFC").trim().replace(/\s+/g, " "))
    .refine((text) => text.length <= maxLength, `Use at most ${maxLength} characters.`);

const form = z.strictObject({
  reason: line(MAX_REASON_LENGTH).refine((text) => text !== "", "Say why: it is printed."),
  certificate: line(MAX_CERTIFICATE_LENGTH),
  valid_from: dayField,
  valid_until: dayField,
});

/** What staff type: `reason certificate valid_from valid_until`, days such as 2026-12-31 or blank. */
export type ExemptionForm = Readonly<Partial<Record<keyof z.output<typeof form>, string>>>;

/** What is asked for. */
export interface ExemptInput {
  actor: StaffActor;
  accountId: string;
  requestId?: string;
}

/**
 * Exempts a customer, or changes their exemption, for the invoices that are issued from then on and in its time. Needs
 * `invoices.edit`; messages are beside the fields.
 */
export async function setTaxExemption(
  deps: Deps,
  input: ExemptInput & { form: ExemptionForm },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, accountId } = input;
  if (!await maySee(deps, actor, accountId)) return notFound();
  const parsed = form.safeParse(input.form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const { reason, certificate, valid_from: validFrom, valid_until: validUntil } = parsed.data;
  if (validFrom !== null && validUntil !== null && validUntil < validFrom) {
    return invalid({ valid_until: "The last day is before the first." });
  }
  return await transact(deps, async (tx) => {
    const before = await getExemption(tx, accountId);
    const after: TaxExemption = {
      schemaVersion: 2,
      accountId,
      ...{ reason, certificateNumber: certificate, validFrom, validUntil },
      grantedAt: isoNow(deps.clock),
      grantedBy: actor.id,
    };
    if (before === null || !isSame(before, after)) stage(tx, deps, { ...input, before, after });
    return ok(undefined);
  });
}

/** Ends a customer's exemption, if they have one, for the invoices that are issued from then on; needs `invoices.edit`. */
export async function endTaxExemption(
  deps: Deps,
  input: ExemptInput,
): Promise<Result<void, NotFound | Conflict>> {
  if (!await maySee(deps, input.actor, input.accountId)) return notFound();
  return await transact(deps, async (tx) => {
    const before = await getExemption(tx, input.accountId);
    if (before !== null) stage(tx, deps, { ...input, before, after: null });
    return ok(undefined);
  });
}

function stage(
  tx: Tx,
  deps: Deps,
  input: ExemptInput & { before: TaxExemption | null; after: TaxExemption | null },
): void {
  const { actor, accountId, requestId, before, after } = input;
  setExemption(tx, accountId, after);
  stageAudit(tx, deps, {
    actor,
    action: after ? "tax.exempted" : "tax.exemption_ended",
    subject: { kind: "account", id: accountId },
    ...(before && { before: factsOf(before) }),
    ...(after && { after: factsOf(after) }),
    ...(requestId && { requestId }),
  });
}

function factsOf({ reason, certificateNumber, validFrom, validUntil }: TaxExemption) {
  return { reason, certificateNumber, validFrom, validUntil };
}

function isSame(one: TaxExemption, other: TaxExemption): boolean {
  return JSON.stringify(factsOf(one)) === JSON.stringify(factsOf(other));
}

/** A customer's exemption for staff with `invoices.edit`; `null` inside where there is none. */
export async function getTaxExemption(
  deps: Pick<Deps, "kv">,
  { viewer, accountId }: { viewer: StaffActor; accountId: string },
): Promise<Result<TaxExemption | null, NotFound>> {
  if (!await maySee(deps, viewer, accountId)) return notFound();
  return ok(await readExemption(deps.kv, accountId));
}

async function maySee(
  deps: Pick<Deps, "kv">,
  staff: StaffActor,
  accountId: string,
): Promise<boolean> {
  return staff.permissions.has("invoices.edit") && isId("cus", accountId) &&
    await readAccount(deps.kv, accountId) !== null;
}
