/**
 * Actions that take money, access or people away ask for the password or a code again, unless that was given in the last
 * ten minutes of this session. Pages show the way to `confirmPath()` in place of the button, so that nothing typed is
 * lost; a post without a proof is sent there and changes nothing.
 */
import { confirmPath } from "@/components/security/confirm_path.ts";
import { isSteppedUp } from "@/domain/session/mod.ts";
import type { Ctx } from "./state.ts";

/** Whether whoever asks has proved to be who they are a short while ago. */
export function isConfirmed(ctx: Pick<Ctx, "state">): boolean {
  const { deps, signedIn } = ctx.state;
  return signedIn !== null && isSteppedUp(deps, signedIn);
}

/** Where a request must go before it may do what it wants, and comes back from; `null` if it may go on. */
export function requireStepUp(ctx: Ctx): Response | null {
  return isConfirmed(ctx) ? null : ctx.redirect(confirmPath(ctx.url.pathname), 303);
}
