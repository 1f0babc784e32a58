/** Opens another account that somebody was let into, or goes back to their own; by POST alone. */
import { z } from "zod";
import { openOwnAccount, openTeamAccount } from "@/domain/session/mod.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { problem } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

/** An account's id, or `own`. */
const form = z.strictObject({ account: z.string() });

export const handler = define.handlers({
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const signedIn = ctx.state.signedIn!;
    const read = await readForm(ctx, form);
    if (!read.ok) return problem(read.error);
    const { account } = read.value;
    const opened = account === "own"
      ? await openOwnAccount(deps, { signedIn, requestId })
      : await openTeamAccount(deps, { signedIn, customerId: account, requestId });
    if (!opened.ok) return problem(opened.error);
    const wasStaff = signedIn.actingAs?.kind === "staff";
    return await seeOther(
      ctx,
      wasStaff ? `/admin/users/${signedIn.actingAs!.customerId}` : "/dashboard",
    );
  },
});
