/** Lines that are nothing to book: ignored with a reason, and taken back if that was a mistake. */
import { stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { LineDecided } from "./book_parts.ts";
import type { LineRecord } from "./record.ts";
import { getLineRecord, writeLine } from "./repo.ts";

const MAX_REASON = 200;

/** Why nothing was changed. */
export type SetAsideError = ValidationError | NotFound | LineDecided | Conflict;

/** Ignores an open line; needs `payments.record` and a reason. */
export async function ignoreLine(
  deps: Deps,
  input: { actor: StaffActor; lineId: string; reason: string; requestId?: string },
): Promise<Result<void, SetAsideError>> {
  const reason = input.reason.trim();
  if (!input.actor.permissions.has("payments.record")) return notFound();
  if (reason === "") return invalid({ reason: "Say why, for whoever looks at this line later." });
  if (reason.length > MAX_REASON) {
    return invalid({ reason: `Use at most ${MAX_REASON} characters.` });
  }
  return await change(deps, { ...input, reason, from: "open", to: "ignored" });
}

/** Puts an ignored line back among the open ones; needs `payments.record`. */
export async function reopenLine(
  deps: Deps,
  input: { actor: StaffActor; lineId: string; requestId?: string },
): Promise<Result<void, SetAsideError>> {
  if (!input.actor.permissions.has("payments.record")) return notFound();
  return await change(deps, { ...input, reason: "", from: "ignored", to: "open" });
}

async function change(
  deps: Deps,
  input: {
    actor: StaffActor;
    lineId: string;
    reason: string;
    from: LineRecord["status"];
    to: "ignored" | "open";
    requestId?: string;
  },
): Promise<Result<void, NotFound | LineDecided | Conflict>> {
  const { actor, lineId, reason, from, to } = input;
  if (!isId("stl", lineId)) return notFound();
  return await transact(deps, async (tx) => {
    const before = await getLineRecord(tx, lineId);
    if (!before) return notFound();
    if (before.status !== from) return fail({ code: "line_decided" });
    const decided = to === "ignored"
      ? { decidedBy: actor.id, decidedAt: isoNow(deps.clock) }
      : { decidedBy: null, decidedAt: null };
    writeLine(tx, before, { ...before, status: to, reason, ...decided });
    stageAudit(tx, deps, {
      actor,
      action: to === "ignored" ? "statement_line.ignored" : "statement_line.reopened",
      subject: { kind: "statement_line", id: lineId },
      before: { status: from, reason: before.reason },
      after: { status: to, reason },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}
