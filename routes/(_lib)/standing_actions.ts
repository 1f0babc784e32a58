/** What staff do about whether a service runs, on its page. */
import {
  resumeService,
  setNeverSuspend,
  suspendService,
  terminateService,
  undoTermination,
} from "@/domain/billing/mod.ts";
import type { Failure, Result } from "@/domain/shared/result.ts";
import { requireStaff } from "./guards.ts";
import type { Ctx } from "./state.ts";

/** The values of `action`. */
export const STANDING_ACTIONS = [
  "suspend",
  "resume",
  "set_never_suspend",
  "terminate",
  "undo_termination",
] as const;

/** What was sent. */
export interface StandingForm {
  action: (typeof STANDING_ACTIONS)[number];
  reason?: string | undefined;
  note?: string | undefined;
  never_suspend?: string | undefined;
}

/** Does what a form asks for. */
export async function changeStanding(
  ctx: Ctx,
  { action, reason, note, never_suspend }: StandingForm,
): Promise<Result<unknown, Failure>> {
  const { deps, requestId } = ctx.state;
  const input = { actor: requireStaff(ctx), serviceId: ctx.params.id!, requestId };
  switch (action) {
    case "suspend":
      return await suspendService(deps, { ...input, form: { reason, note } });
    case "resume":
      return await resumeService(deps, input);
    case "set_never_suspend":
      return await setNeverSuspend(deps, { ...input, neverSuspend: never_suspend === "on" });
    case "terminate":
      return await terminateService(deps, { ...input, form: { reason, note } });
    case "undo_termination":
      return await undoTermination(deps, input);
  }
}
