/** What customers do on the page of a service, besides looking at its password. */
import { z } from "zod";
import { cancelService, payEarly, undoCancellation } from "@/domain/billing/mod.ts";
import { fail, type Failure, ok, type Result } from "@/domain/shared/result.ts";
import { getService } from "@/domain/service/mod.ts";
import { setWalletPayment } from "@/domain/terms/mod.ts";
import { BROKEN_FORM } from "./actions.ts";
import { requireCustomer } from "./guards.ts";
import type { Ctx } from "./state.ts";

const text = z.string().optional();

/** The forms of the page. */
export const serviceForm = z.strictObject({
  action: z.enum(["reveal", "pay_early", "set_wallet", "cancel", "undo_cancel"], BROKEN_FORM),
  from_wallet: text,
  when: text,
  reason: text,
  understood: text,
});

/** What was sent. */
export type ServiceForm = z.output<typeof serviceForm>;

/** Where the browser goes then, and what it shows. */
export interface Done {
  path: string;
  text: string;
}

/** Does what a form asks for. */
export async function runServiceAction(
  ctx: Ctx,
  form: ServiceForm,
): Promise<Result<Done, Failure>> {
  const { deps, requestId } = ctx.state;
  const actor = requireCustomer(ctx);
  const serviceId = ctx.params.id!;
  const path = `/dashboard/services/${serviceId}`;
  const input = { actor, serviceId, requestId };
  switch (form.action) {
    case "pay_early": {
      const billed = await payEarly(deps, input);
      if (!billed.ok) return billed;
      const invoice = `/dashboard/invoices/${billed.value.invoiceId}`;
      return ok({ path: invoice, text: "Here is the invoice for the next term." });
    }
    case "set_wallet": {
      const seen = await getService(deps, { viewer: actor, id: serviceId });
      if (!seen.ok) return seen;
      const paysFromWallet = form.from_wallet === "on";
      const set = await setWalletPayment(deps, { actor, paysFromWallet, requestId });
      if (!set.ok) return set;
      return ok({
        path,
        text: paysFromWallet
          ? "Renewals are paid from your wallet from now on."
          : "Renewals aren't paid from your wallet any more.",
      });
    }
    case "cancel": {
      const { when, reason, understood } = form;
      const ended = await cancelService(deps, { ...input, form: { when, reason, understood } });
      return ended.ok ? ok({ path, text: "Your cancellation is noted." }) : ended;
    }
    case "undo_cancel": {
      const kept = await undoCancellation(deps, input);
      return kept.ok ? ok({ path, text: "The service stays." }) : kept;
    }
    case "reveal":
      return fail({ code: "not_found" });
  }
}
