/** One account with its orders, services, invoices and wallet. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { InvoicesTable, OrdersTable, ServicesTable } from "@/components/admin/tables.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Badge, Card, DateTime, DescriptionList, Money, StatusBadge } from "@/components/ui/mod.ts";
import { getAccountForStaff } from "@/domain/customer/mod.ts";
import { listInvoicesForStaff } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { listOrdersForStaff } from "@/domain/order/mod.ts";
import { listServicesForStaff } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

/** Of each list, the newest. */
const SHOWN = { limit: 10 };

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireStaff(ctx);
    const account = await getAccountForStaff(deps, { viewer, id: ctx.params.id! });
    if (!account.ok) return problem(account.error);
    const customerId = account.value.id;
    const { currency } = await getSettings(deps, "money");
    const [orders, services, invoices, balance] = await Promise.all([
      listOrdersForStaff(deps, { viewer, customerId, page: SHOWN }),
      listServicesForStaff(deps, { viewer, customerId, page: SHOWN }),
      listInvoicesForStaff(deps, { viewer, customerId, page: SHOWN }),
      getWalletBalance(deps, { accountId: customerId, currency }),
    ]);
    return page({
      account: account.value,
      orders: orders.items,
      services: services.items,
      invoices: invoices.items,
      balance,
    });
  },
});

export default define.page<typeof handler>(function AdminUserPage(props) {
  const { account, orders, services, invoices, balance } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={account.name}
      breadcrumbs={[{ label: "Users", href: "/admin/users" }, { label: account.name }]}
    >
      <Head>
        <title>{`${account.name} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        <Card title="Account">
          <DescriptionList
            columns={2}
            items={[
              { label: "E-mail", value: account.email },
              { label: "State", value: <StatusBadge kind="account" status={account.status} /> },
              {
                label: "Role",
                value: account.staffRole
                  ? <Badge tone="brand">{account.staffRole}</Badge>
                  : "Customer",
              },
              { label: "Wallet", value: <Money amount={balance} /> },
              { label: "Since", value: <DateTime value={account.createdAt} /> },
              { label: "Id", value: <code>{account.id}</code> },
            ]}
          />
        </Card>
        <Card title="Services" flush>
          <ServicesTable services={services} />
        </Card>
        <Card title="Orders" flush>
          <OrdersTable orders={orders} />
        </Card>
        <Card title="Invoices" flush>
          <InvoicesTable invoices={invoices} />
        </Card>
      </div>
    </AdminLayout>
  );
});
