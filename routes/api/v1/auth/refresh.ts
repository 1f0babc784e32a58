/** New tokens for a refresh token. */
import { refreshApiSession } from "@/domain/session/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { readJson } from "../../../(_lib)/api/body.ts";
import { presentGrant } from "../../../(_lib)/api/present.ts";
import { failureProblem } from "../../../(_lib)/api/problems.ts";
import { grantSchema, refreshSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx, refreshSchema);
    if (!body.ok) return body.response;
    const { deps, client } = ctx.state;
    const refreshToken = body.value.refresh_token;
    const granted = await refreshApiSession(deps, { ...client, refreshToken });
    return granted.ok
      ? answer(grantSchema, presentGrant(granted.value))
      : failureProblem(ctx, granted.error);
  },
});
