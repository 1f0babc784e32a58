/**
 * Booking a line: decided once, by somebody or because it is certain. Above the limit of the settings, somebody else has to
 * agree.
 */
import { admitMove } from "@/domain/approval/mod.ts";
import { amountDue, checkInvoice, readInvoice } from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { fail, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { type BookLineError, BY_ITSELF, finishBooking, stageDecided } from "./book_parts.ts";
import { checkParts, type TypedPart } from "./check_parts.ts";
import { isImportInForce } from "./import_repo.ts";
import { stageProposed } from "./propose_line.ts";
import { getLineRecord, readLine } from "./repo.ts";
import type { Allocation } from "./suggestion.ts";

/**
 * Books a line to invoices and wallets; needs `payments.record`. Above the limit of the settings it is proposed to a second
 * member of staff instead.
 */
export async function bookLine(
  deps: Deps,
  input: { actor: StaffActor; lineId: string; parts: readonly TypedPart[]; requestId?: string },
): Promise<Result<{ isProposed: boolean }, BookLineError>> {
  const { actor, lineId } = input;
  if (!actor.permissions.has("payments.record") || !isId("stl", lineId)) return notFound();
  const known = await readLine(deps.kv, lineId);
  if (!known) return notFound();
  if (known.status !== "open") return fail({ code: "line_decided" });
  const checked = await checkParts(deps, { amount: known.line.amount, parts: input.parts });
  if (!checked.ok) return checked;
  const allocations = checked.value;
  const decided = await transact(deps, async (tx): Promise<Result<boolean, BookLineError>> => {
    const before = await getLineRecord(tx, lineId);
    if (before?.status !== "open" || !await isImportInForce(tx, before.importId)) {
      return fail({ code: "line_decided" });
    }
    const admitted = await admitMove(tx, deps, { actor, shares: allocations });
    if (!admitted.ok) return admitted;
    const decision = { ...input, before, allocations };
    if (admitted.value === "proposed") {
      stageProposed(tx, deps, decision);
      return ok(true);
    }
    const staged = await stageDecided(tx, deps, { ...decision, decidedBy: actor.id });
    return staged.ok ? ok(false) : staged;
  });
  if (!decided.ok) return decided;
  const isProposed = decided.value;
  if (!isProposed && allocations.length > 1) await finishBooking(deps, lineId);
  return ok({ isProposed });
}

/**
 * Books a line that is certain, unless its invoices have changed since it was matched; what was paid, `null` if it was
 * left to somebody.
 */
export async function bookCertainLine(
  deps: Deps,
  lineId: string,
): Promise<readonly Allocation[] | null> {
  const booked = await transact(deps, async (tx): Promise<Result<Allocation[], BookLineError>> => {
    const before = await getLineRecord(tx, lineId);
    if (before?.status !== "open" || before.match !== "certain") {
      return fail({ code: "line_decided" });
    }
    if (!await isImportInForce(tx, before.importId)) return fail({ code: "line_decided" });
    const { allocations } = before.suggestions[0]!;
    for (const allocation of allocations) {
      const isStill = await isExactlyDue(tx, deps, {
        allocation,
        isAlone: allocations.length === 1,
      });
      if (!isStill) return fail({ code: "line_decided" });
    }
    const done = await stageDecided(tx, deps, {
      actor: BY_ITSELF,
      before,
      allocations,
      decidedBy: null,
    });
    return done.ok ? ok(allocations) : done;
  });
  if (!booked.ok) return null;
  if (booked.value.length > 1) await finishBooking(deps, lineId);
  return booked.value;
}

/** One invoice is under check, as its booking needs it anyway; several would be more checks than a commit has. */
async function isExactlyDue(
  tx: Tx,
  deps: Deps,
  { allocation, isAlone }: { allocation: Allocation; isAlone: boolean },
): Promise<boolean> {
  const { invoiceId, amount } = allocation;
  if (invoiceId === null) return false;
  const invoice = isAlone
    ? await checkInvoice(tx, invoiceId)
    : await readInvoice(deps.kv, invoiceId);
  return invoice?.status === "open" && amountDue(invoice).minor === amount.minor;
}
