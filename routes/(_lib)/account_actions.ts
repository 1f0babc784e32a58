/** What staff do on the page of an account. */
import { z } from "zod";
import { startActing } from "@/domain/session/mod.ts";
import { type Failure, ok, type Result } from "@/domain/shared/result.ts";
import { resetSecondFactor, setSuspended } from "@/domain/staff/mod.ts";
import { releasePayouts } from "@/domain/takeover/mod.ts";
import { changeTerms } from "@/domain/terms/mod.ts";
import { BROKEN_FORM } from "./actions.ts";
import { requireStaff } from "./guards.ts";
import type { Ctx } from "./state.ts";

const text = z.string().optional();

const ACTIONS = [
  "suspend",
  "unsuspend",
  "act_as",
  "release_payouts",
  "reset_factor",
  "set_terms",
] as const;

/** The forms of the page. */
export const accountForm = z.strictObject({
  action: z.enum(ACTIONS, BROKEN_FORM),
  lead_days: text,
  grace_days: text,
  end_after_days: text,
  suspends_unpaid: text,
  takes_late_fees: text,
});

/** Does what a form asks for; what to say then, `null` where staff are now the customer. */
export async function runAccountAction(
  ctx: Ctx,
  form: z.output<typeof accountForm>,
): Promise<Result<string | null, Failure>> {
  const { deps, requestId, signedIn } = ctx.state;
  const actor = requireStaff(ctx);
  const id = ctx.params.id!;
  const { action, ...terms } = form;
  switch (action) {
    case "act_as": {
      const acting = await startActing(deps, { signedIn: signedIn!, customerId: id, requestId });
      return acting.ok ? ok(null) : acting;
    }
    case "release_payouts": {
      const released = await releasePayouts(deps, { actor, accountId: id, requestId });
      return released.ok ? ok("Payouts can go out again.") : released;
    }
    case "reset_factor": {
      const reset = await resetSecondFactor(deps, { actor, accountId: id, requestId });
      return reset.ok ? ok("The second factor is off, and all sessions are ended.") : reset;
    }
    case "set_terms": {
      const set = await changeTerms(deps, { actor, customerId: id, form: terms, requestId });
      return set.ok ? ok("What was agreed is saved.") : set;
    }
    case "suspend":
    case "unsuspend": {
      const isSuspended = action === "suspend";
      const set = await setSuspended(deps, { actor, accountId: id, isSuspended, requestId });
      if (!set.ok) return set;
      return ok(
        isSuspended
          ? "The account is suspended, and signed out everywhere."
          : "The account is active again.",
      );
    }
  }
}
