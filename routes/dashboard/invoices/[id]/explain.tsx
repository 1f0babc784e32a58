/** How one of the customer's invoices adds up: each line in words, computed again from what was frozen. */
import { page } from "fresh";
import { explainInvoice, getInvoice } from "@/domain/invoice/mod.ts";
import { ExplainPage } from "@/components/billing/ExplainPage.tsx";
import { CUSTOMER_SIDE } from "@/components/layouts/mod.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireCustomer } from "../../../(_lib)/guards.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const invoice = await getInvoice(ctx.state.deps, { viewer, id: ctx.params.id! });
    if (!invoice.ok) return problem(invoice.error);
    return page({ invoice: invoice.value, explanation: explainInvoice(invoice.value) });
  },
});

export default define.page<typeof handler>(function CustomerExplainPage(props) {
  return <ExplainPage side={CUSTOMER_SIDE} frame={frameOf(props)} {...props.data} />;
});
