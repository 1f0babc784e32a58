/** Log-out, by POST alone. */
import { endSession } from "@/domain/session/mod.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { problem } from "../(_lib)/problems.ts";
import { removeSessionCookie } from "../(_lib)/session.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { deps, signedIn, requestId } = ctx.state;
    const ended = signedIn ? await endSession(deps, { signedIn, requestId }) : null;
    if (ended && !ended.ok) return problem(ended.error);
    const response = await seeOther(ctx, "/", { tone: "info", text: "You are logged out." });
    return removeSessionCookie(ctx, response);
  },
});
