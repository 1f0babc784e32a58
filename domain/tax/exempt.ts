/** Staff exempt a customer from tax, for a reason that is printed on their invoices. */
import { stageAudit } from "../audit/mod.ts";
import { readAccount } from "../customer/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import { transact } from "../shared/kv.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "../shared/result.ts";
import { getExemption, readExemption, setExemption, type TaxExemption } from "./repo.ts";

const MAX_REASON_LENGTH = 200;

/**
 * Exempts a customer, or ends it with an empty reason, for the invoices that are issued from then on. Needs
 * `invoices.edit`.
 */
export async function setTaxExemption(
  deps: Deps,
  input: { actor: StaffActor; accountId: string; reason: string; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, accountId, requestId } = input;
  if (!await maySee(deps, actor, accountId)) return notFound();
  const reason = input.reason.normalize("NFC").trim().replace(/\s+/g, " ");
  if (reason.length > MAX_REASON_LENGTH) {
    return invalid({ reason: `Use at most ${MAX_REASON_LENGTH} characters.` });
  }
  return await transact(deps, async (tx) => {
    const before = await getExemption(tx, accountId);
    if ((before?.reason ?? "") === reason) return ok(undefined);
    const after: TaxExemption | null = reason === "" ? null : {
      schemaVersion: 1,
      accountId,
      reason,
      grantedAt: isoNow(deps.clock),
      grantedBy: actor.id,
    };
    setExemption(tx, accountId, after);
    stageAudit(tx, deps, {
      actor,
      action: after ? "tax.exempted" : "tax.exemption_ended",
      subject: { kind: "account", id: accountId },
      before: { reason: before?.reason ?? null },
      after: { reason: after?.reason ?? null },
      ...(requestId && { requestId }),
    });
    return ok(undefined);
  });
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
