/**
 * Deciding: by another member of staff than the one who proposed, and not about their own money. What was approved is booked
 * on the same commit, so that however many approve at once, it is booked once.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { Approval, ApprovalEffects } from "./model.ts";
import { getApprovalRecord, writeApproval } from "./repo.ts";

const MAX_NOTE_LENGTH = 500;

/** Whoever proposed it, or whose money it is, isn't the second pair of eyes. */
export interface NotSecondPerson extends Failure {
  readonly code: "not_second_person";
}

/** Somebody has decided before. */
export interface AlreadyDecided extends Failure {
  readonly code: "already_decided";
}

/** Why nothing was decided; `Failure` is what the effect answers. */
export type DecideError =
  | ValidationError
  | NotFound
  | NotSecondPerson
  | AlreadyDecided
  | Conflict
  | Failure;

/** What a member of staff decides. */
export interface DecideInput {
  actor: StaffActor;
  id: string;
  decision: "approve" | "reject";
  /** Needed for a rejection, for whoever proposed it. */
  note?: string;
  effects: ApprovalEffects;
  requestId?: string;
}

/** Approves or rejects what another member of staff has proposed; needs `payments.approve`. */
export async function decideApproval(
  deps: Deps,
  input: DecideInput,
): Promise<Result<Approval, DecideError>> {
  const { actor, id, decision, effects, requestId } = input;
  if (!actor.permissions.has("payments.approve") || !isId("apr", id)) return notFound();
  const note = (input.note ?? "").trim();
  if (decision === "reject" && note === "") {
    return invalid({ note: "Say why, for your colleague." });
  }
  if (note.length > MAX_NOTE_LENGTH) {
    return invalid({ note: `Use ${MAX_NOTE_LENGTH} characters at most.` });
  }
  return await transact(deps, async (tx): Promise<Result<Approval, DecideError>> => {
    const before = await getApprovalRecord(tx, id);
    if (!before) return notFound();
    if (before.status !== "proposed") return fail({ code: "already_decided" });
    if ([before.proposedBy, before.customerId].includes(actor.id)) {
      return fail({ code: "not_second_person" });
    }
    const after: Approval = {
      ...before,
      status: decision === "approve" ? "approved" : "rejected",
      decidedBy: actor.id,
      decidedAt: isoNow(deps.clock),
      note,
    };
    writeApproval(tx, before, after);
    const effect = effects[before.kind];
    if (!effect) throw new Error(`nothing here decides about a ${before.kind}`);
    const done = await effect[decision](tx, deps, { approval: after, actor, note, requestId });
    if (!done.ok) return done;
    stageAudit(tx, deps, {
      actor,
      action: `approval.${after.status}`,
      subject: { kind: "approval", id },
      before: { status: before.status },
      after: {
        status: after.status,
        kind: after.kind,
        subjectId: after.subjectId,
        amount: after.amount,
        proposedBy: after.proposedBy,
        note,
      },
      requestId,
    });
    return ok(after);
  });
}
