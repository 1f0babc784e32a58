/** All orders: by state, or found by number, e-mail address or hostname. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { SearchForm, StatusTabs } from "@/components/admin/filters.tsx";
import { OrdersTable } from "@/components/admin/tables.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { listOrdersForStaff, ORDER_STATUSES } from "@/domain/order/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf, searchOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const status = choiceOf(ctx.url, "status", ORDER_STATUSES);
    const search = searchOf(ctx.url);
    const orders = await listOrdersForStaff(ctx.state.deps, {
      viewer: requireStaff(ctx),
      search,
      page: pageRequestOf(ctx.url, "ord"),
      ...(status && { status }),
    });
    return page({ orders: orders.items, links: pageLinks(ctx.url, orders.next), status, search });
  },
});

export default define.page<typeof handler>(function AdminOrdersPage(props) {
  const { orders, links, status, search } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Orders"
      description="Newest first. Search finds the beginning of a number, an e-mail address or a hostname."
    >
      <Head>
        <title>Orders · Staff · CloudNest</title>
      </Head>
      <SearchForm
        path="/admin/orders"
        label="Search orders"
        placeholder="O-7K2M9QXA, ada@example.com, web1.example.com"
        value={search}
      />
      {search === "" && (
        <StatusTabs path="/admin/orders" kind="order" current={status} label="Orders by state" />
      )}
      <Card flush>
        <OrdersTable
          orders={orders}
          empty={search === "" ? undefined : `Nothing begins with “${search}”.`}
        />
      </Card>
      <Pagination {...links} label="orders" />
    </AdminLayout>
  );
});
