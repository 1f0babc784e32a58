/** The numbers that matter to staff today, each with the list behind it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { PausedAssets } from "@/components/admin/chain/PausedAssets.tsx";
import { OverviewTiles } from "@/components/admin/OverviewTiles.tsx";
import { PaymentWarning } from "@/components/admin/PaymentWarning.tsx";
import { OrdersTable } from "@/components/admin/tables.tsx";
import { BarChart } from "@/components/charts/mod.ts";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, formatDay } from "@/components/ui/mod.ts";
import { listPaused } from "@/domain/crypto/mod.ts";
import { listOrdersForStaff } from "@/domain/order/mod.ts";
import { paymentFacts } from "@/domain/security/mod.ts";
import { getOverview } from "@/domain/stats/mod.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { problem } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

const RECENT_ORDERS = 8;

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireStaff(ctx);
    const [overview, orders, payment, paused] = await Promise.all([
      getOverview(deps, { viewer }),
      listOrdersForStaff(deps, { viewer, page: { limit: RECENT_ORDERS } }),
      paymentFacts(deps),
      listPaused(deps, { viewer }),
    ]);
    if (!overview.ok) return problem(overview.error);
    const { permissions } = viewer;
    return page({ overview: overview.value, orders: orders.items, permissions, payment, paused });
  },
});

export default define.page<typeof handler>(function AdminOverviewPage(props) {
  const { overview, orders, permissions, payment, paused } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Overview"
      description="What waits for somebody comes first."
    >
      <Head>
        <title>Overview · Staff · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <PaymentWarning payment={payment} canEdit={permissions.has("settings.edit")} />
        <PausedAssets paused={paused} />
        <OverviewTiles overview={overview} permissions={permissions} />
        <Card title="Orders placed in the last two weeks">
          <BarChart
            title="Orders a day"
            bars={overview.ordersByDay.map(({ day, count }) => ({
              label: formatDay(day),
              value: count,
            }))}
          />
        </Card>
        <Card
          title="Latest orders"
          flush
          actions={<Button href="/admin/orders" variant="secondary" size="sm">All orders</Button>}
        >
          <OrdersTable orders={orders} />
        </Card>
      </div>
    </AdminLayout>
  );
});
