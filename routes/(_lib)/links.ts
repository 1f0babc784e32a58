/** Pages that one-use links of mails lead to. */
import type { Ctx } from "./state.ts";

/** The token in the address of the page; empty if there is none, or more than one. */
export function tokenOf(ctx: Pick<Ctx, "url">): string {
  const tokens = ctx.url.searchParams.getAll("token");
  return tokens.length === 1 ? tokens[0]! : "";
}

/** The status of a link that opens nothing: gone, whatever it was; 200 for who came without one. */
export function linkStatus(ctx: Pick<Ctx, "url">): { status: 200 | 410 } {
  return { status: ctx.url.searchParams.has("token") ? 410 : 200 };
}
