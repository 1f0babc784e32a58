/** The account that a token belongs to. */
import { answer } from "../../(_lib)/api/answer.ts";
import { requireCaller } from "../../(_lib)/api/gate.ts";
import { presentAccount } from "../../(_lib)/api/present.ts";
import { accountSchema } from "../../(_lib)/api/schemas.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  GET: (ctx) => answer(accountSchema, presentAccount(requireCaller(ctx))),
});
