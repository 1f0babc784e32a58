/** Log-in of API clients. */
import { logInApi } from "@/domain/session/mod.ts";
import { answer } from "../../../(_lib)/api/answer.ts";
import { readJson } from "../../../(_lib)/api/body.ts";
import { presentGrant } from "../../../(_lib)/api/present.ts";
import { failureProblem } from "../../../(_lib)/api/problems.ts";
import { grantSchema, logInSchema } from "../../../(_lib)/api/schemas.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx, logInSchema);
    if (!body.ok) return body.response;
    const { deps, client } = ctx.state;
    const granted = await logInApi(deps, { ...client, ...body.value });
    return granted.ok
      ? answer(grantSchema, presentGrant(granted.value))
      : failureProblem(ctx, granted.error);
  },
});
