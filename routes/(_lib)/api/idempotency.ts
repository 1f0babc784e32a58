/** The `Idempotency-Key` header, by which a program names an act that must be done once however often it is sent. */
import type { Ctx } from "../state.ts";
import { apiProblem } from "./problems.ts";

/** The header's name. */
export const IDEMPOTENCY_HEADER = "Idempotency-Key";

/** What a key looks like, for the documentation. */
export const IDEMPOTENCY_PATTERN = "^[!-~]{8,200}$";

/** A key that was read, or the answer that says why not. */
export type ReadKey = { ok: true; value: string } | { ok: false; response: Response };

/** Reads the key of a request that has to have one. */
export function readIdempotencyKey(ctx: Ctx): ReadKey {
  const key = ctx.req.headers.get(IDEMPOTENCY_HEADER) ?? "";
  if (new RegExp(IDEMPOTENCY_PATTERN).test(key)) return { ok: true, value: key };
  const detail = "Send a random text of 8 to 200 letters, digits and signs, new for each act.";
  const errors = [{ field: IDEMPOTENCY_HEADER, detail }];
  return { ok: false, response: apiProblem(ctx, "validation", { errors }) };
}
