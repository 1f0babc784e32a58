/** One order of the customer: where it stands, what it is, and its way out while it isn't paid. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { OrderDetails } from "@/components/order/OrderDetails.tsx";
import { StatusBadge } from "@/components/ui/mod.ts";
import { cancelOrder, getOrder } from "@/domain/order/mod.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

const cancelSchema = z.strictObject({ action: z.literal("cancel") });

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const order = await getOrder(ctx.state.deps, { viewer, id: ctx.params.id! });
    return order.ok ? page({ order: order.value }) : problem(order.error);
  },

  async POST(ctx) {
    const actor = requireCustomer(ctx);
    const id = ctx.params.id!;
    const form = await readForm(ctx, cancelSchema);
    if (!form.ok) return problem(form.error);
    const { deps, requestId } = ctx.state;
    const cancelled = await cancelOrder(deps, { actor, id, requestId });
    if (cancelled.ok) {
      return await seeOther(ctx, `/dashboard/orders/${id}`, {
        tone: "ok",
        text: "Your order is cancelled. Anything paid towards it stays as your credit.",
      });
    }
    if (cancelled.error.code !== "wrong_state") return problem(cancelled.error);
    return await seeOther(ctx, `/dashboard/orders/${id}`, {
      tone: "bad",
      text: "This order can't be cancelled any more. Its present state is below.",
    });
  },
});

export default define.page<typeof handler>(function OrderDetailPage(props) {
  const { order } = props.data;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title={`Order ${order.number}`}
      breadcrumbs={[{ label: "Overview", href: "/dashboard" }, { label: `Order ${order.number}` }]}
      actions={<StatusBadge kind="order" status={order.status} />}
    >
      <Head>
        <title>{`Order ${order.number} | CloudNest`}</title>
      </Head>
      <OrderDetails order={order} />
    </DashboardLayout>
  );
});
