/** The end of an API client's session. */
import { endApiSession } from "@/domain/session/mod.ts";
import { readJson } from "../../../(_lib)/api/body.ts";
import { failureProblem } from "../../../(_lib)/api/problems.ts";
import { refreshSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx, refreshSchema);
    if (!body.ok) return body.response;
    const { deps, requestId } = ctx.state;
    const ended = await endApiSession(deps, { refreshToken: body.value.refresh_token, requestId });
    return ended.ok ? new Response(null, { status: 204 }) : failureProblem(ctx, ended.error);
  },
});
