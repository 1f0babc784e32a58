/** One account with its orders, services, invoices and wallet. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AccountActions } from "@/components/admin/AccountActions.tsx";
import { InvoicesTable, OrdersTable, ServicesTable } from "@/components/admin/tables.tsx";
import { PayoutFreeze } from "@/components/admin/PayoutFreeze.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import {
  Alert,
  Badge,
  Card,
  DateTime,
  DescriptionList,
  Money,
  StatusBadge,
  TextLink,
} from "@/components/ui/mod.ts";
import { getAccountForStaff } from "@/domain/customer/mod.ts";
import { listInvoicesForStaff } from "@/domain/invoice/mod.ts";
import { listBalances } from "@/domain/ledger/mod.ts";
import type { Money as Amount } from "@/domain/shared/money.ts";
import { listOrdersForStaff } from "@/domain/order/mod.ts";
import { getRoleNames } from "@/domain/role/mod.ts";
import { listServicesForStaff } from "@/domain/service/mod.ts";
import { startActing } from "@/domain/session/mod.ts";
import { setSuspended } from "@/domain/staff/mod.ts";
import { readPayoutFreeze, releasePayouts } from "@/domain/takeover/mod.ts";
import { BROKEN_FORM, formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const form = z.strictObject({
  action: z.enum(["suspend", "unsuspend", "act_as", "release_payouts"], BROKEN_FORM),
});

/** Of each list, the newest. */
const SHOWN = { limit: 10 };

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, {})),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const id = ctx.params.id!;
    const read = await readForm(ctx, form);
    if (!read.ok) return page(await load(ctx, read.error.fields), formStatus(read.error));
    const { action } = read.value;
    const actor = requireStaff(ctx);
    if (action === "release_payouts") return await release(ctx, id);
    const isSuspended = action === "suspend";
    const done = action === "act_as"
      ? await startActing(deps, { signedIn: ctx.state.signedIn!, customerId: id, requestId })
      : await setSuspended(deps, { actor, accountId: id, isSuspended, requestId });
    if (!done.ok && done.error.code === "not_found") return problem(done.error);
    if (!done.ok) return page(await load(ctx, formError(done.error)), formStatus(done.error));
    if (action === "act_as") return await seeOther(ctx, "/dashboard");
    const text = isSuspended
      ? "The account is suspended, and signed out everywhere."
      : "The account is active again.";
    return await seeOther(ctx, `/admin/users/${id}`, { tone: "ok", text });
  },
});

async function release(ctx: Ctx, accountId: string): Promise<Response> {
  const { deps, requestId } = ctx.state;
  const done = await releasePayouts(deps, { actor: requireStaff(ctx), accountId, requestId });
  if (!done.ok) return problem(done.error);
  const text = "Payouts can go out again.";
  return await seeOther(ctx, `/admin/users/${accountId}`, { tone: "ok", text });
}

async function load(ctx: Ctx, errors: Readonly<Record<string, string>>) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const account = await getAccountForStaff(deps, { viewer, id: ctx.params.id! });
  if (!account.ok) return problem(account.error);
  const customerId = account.value.id;
  const [orders, services, invoices, balances, names, frozenAt] = await Promise.all([
    listOrdersForStaff(deps, { viewer, customerId, page: SHOWN }),
    listServicesForStaff(deps, { viewer, customerId, page: SHOWN }),
    listInvoicesForStaff(deps, { viewer, customerId, page: SHOWN }),
    listBalances(deps, { accountId: customerId }),
    getRoleNames(deps, [account.value.staffRole]),
    readPayoutFreeze(deps, { viewer, accountId: customerId }),
  ]);
  return {
    account: account.value,
    orders: orders.items,
    services: services.items,
    invoices: invoices.items,
    balances,
    frozenAt,
    roleName: account.value.staffRole && names[account.value.staffRole]!,
    mayDo: viewer.permissions,
    isSelf: viewer.id === customerId,
    isConfirmed: isConfirmed(ctx),
    errors,
  };
}

export default define.page<typeof handler>(function AdminUserPage(props) {
  const { account, orders, services, invoices, balances, roleName, errors } = props.data;
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
        {Object.keys(errors).length > 0 && (
          <Alert tone="bad" role="alert">{Object.values(errors).join(" ")}</Alert>
        )}
        {props.data.frozenAt && (
          <PayoutFreeze
            since={props.data.frozenAt}
            mayRelease={props.data.mayDo.has("users.suspend")}
          />
        )}
        <Card title="Account">
          <DescriptionList
            columns={2}
            items={[
              { label: "E-mail", value: account.email },
              { label: "State", value: <StatusBadge kind="account" status={account.status} /> },
              {
                label: "Role",
                value: roleName ? <Badge tone="brand">{roleName}</Badge> : "Customer",
              },
              { label: "Wallet", value: <Balances accountId={account.id} balances={balances} /> },
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
        <AccountActions {...props.data} />
      </div>
    </AdminLayout>
  );
});

function Balances(
  { accountId, balances }: { accountId: string; balances: readonly Amount[] },
) {
  return (
    <ul class="flex flex-wrap gap-x-4">
      {balances.map((balance) => (
        <li key={balance.currency}>
          <Money amount={balance} />
        </li>
      ))}
      <li>
        <TextLink href={`/admin/users/${accountId}/wallet`}>
          {balances.length === 0 ? "Empty" : "Open the wallet"}
        </TextLink>
      </li>
    </ul>
  );
}
