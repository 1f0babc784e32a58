/** The customer's first page: what is to be done, what runs, what was ordered. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { listInvoices } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { listOrders } from "@/domain/order/mod.ts";
import { listServices } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { Orders, Services, ToPay, Welcome } from "@/components/dashboard/overview.tsx";
import { RocketIcon } from "@/components/icons.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Alert, Button, formatMoney } from "@/components/ui/mod.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireCustomer } from "../(_lib)/guards.ts";
import { define } from "../(_lib)/state.ts";

/** Rows of each card; the lists behind them have the rest. */
const LIMIT = 5;

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireCustomer(ctx);
    const limited = { viewer, page: { limit: LIMIT } };
    const { currency } = await getSettings(deps, "money");
    const [open, services, orders, credit] = await Promise.all([
      listInvoices(deps, { ...limited, status: "open" }),
      listServices(deps, limited),
      listOrders(deps, limited),
      getWalletBalance(deps, { accountId: viewer.id, currency }),
    ]);
    return page({ open, services, orders, credit });
  },
});

export default define.page<typeof handler>(function DashboardPage(props) {
  const { open, services, orders, credit } = props.data;
  const isNew = orders.items.length === 0;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title={`Hello ${props.state.signedIn!.account.name}`}
      description={isNew ? "Order your first server, and follow it here." : undefined}
      actions={!isNew && (
        <Button
          href="/dashboard/order"
          icon={RocketIcon}
          variant={open.items.length > 0 ? "secondary" : "primary"}
        >
          Order a server
        </Button>
      )}
    >
      <Head>
        <title>Dashboard · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        {credit.minor > 0 && (
          <Alert tone="info" title={`${formatMoney(credit)} of credit`}>
            Money that you paid and that isn't used yet. Parts of a payment are kept here until the
            rest arrives.
          </Alert>
        )}
        {isNew ? <Welcome /> : (
          <>
            <ToPay invoices={open.items} hasMore={open.next !== null} />
            <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
              <Services services={services.items} />
              <Orders orders={orders.items} />
            </div>
          </>
        )}
      </div>
    </DashboardLayout>
  );
});
