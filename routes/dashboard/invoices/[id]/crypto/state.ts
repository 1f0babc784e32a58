/** What the page of a payment on a chain shows, as a mark that changes when something happens. */
import { listOfInvoice } from "@/domain/crypto/mod.ts";
import { requireCustomer } from "../../../../(_lib)/guards.ts";
import { problem } from "../../../../(_lib)/problems.ts";
import { define } from "../../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const payments = await listOfInvoice(ctx.state.deps, { viewer, invoiceId: ctx.params.id! });
    if (!payments.ok) return problem(payments.error);
    return Response.json({ mark: payments.value[0]?.mark ?? "" });
  },
});
