/** One account with its orders, services, invoices and wallet. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountActions } from "@/components/admin/AccountActions.tsx";
import { InvoicesTable, OrdersTable, ServicesTable } from "@/components/admin/tables.tsx";
import { PayoutFreeze } from "@/components/admin/PayoutFreeze.tsx";
import { type FormState, UNTOUCHED } from "@/components/admin/forms.ts";
import { TermsCard } from "@/components/admin/TermsCard.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import {
  Alert,
  Badge,
  Button,
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
import { getCustomerTerms } from "@/domain/terms/mod.ts";
import { readPayoutFreeze } from "@/domain/takeover/mod.ts";
import { accountForm, runAccountAction } from "../../(_lib)/account_actions.ts";
import { formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

/** Of each list, the newest. */
const SHOWN = { limit: 10 };

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, UNTOUCHED)),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const read = await readForm(ctx, accountForm);
    const done = read.ok ? await runAccountAction(ctx, read.value) : read;
    if (done.ok && done.value === null) return await seeOther(ctx, "/dashboard");
    if (done.ok) {
      const path = `/admin/users/${ctx.params.id}`;
      return await seeOther(ctx, path, { tone: "ok", text: done.value! });
    }
    if (done.error.code === "not_found") return problem(done.error);
    const sent = { texts: read.typed.texts, errors: formError(done.error) };
    return page(await load(ctx, sent), formStatus(done.error));
  },
});

async function load(ctx: Ctx, sent: FormState) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const account = await getAccountForStaff(deps, { viewer, id: ctx.params.id! });
  if (!account.ok) return problem(account.error);
  const customerId = account.value.id;
  const [orders, services, invoices, balances, names, frozenAt, terms] = await Promise.all([
    listOrdersForStaff(deps, { viewer, customerId, page: SHOWN }),
    listServicesForStaff(deps, { viewer, customerId, page: SHOWN }),
    listInvoicesForStaff(deps, { viewer, customerId, page: SHOWN }),
    listBalances(deps, { accountId: customerId }),
    getRoleNames(deps, [account.value.staffRole]),
    readPayoutFreeze(deps, { viewer, accountId: customerId }),
    getCustomerTerms(deps, { viewer, customerId }),
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
    terms: terms.ok ? terms.value : null,
    sent,
  };
}

export default define.page<typeof handler>(function AdminUserPage(props) {
  const { account, orders, services, invoices, balances, roleName, sent } = props.data;
  const isTerms = sent.texts.action === "set_terms";
  const general = isTerms ? sent.errors[""] : Object.values(sent.errors).join(" ");
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
        {general && <Alert tone="bad" role="alert">{general}</Alert>}
        {props.data.frozenAt && (
          <PayoutFreeze
            since={props.data.frozenAt}
            mayRelease={props.data.mayDo.has("users.suspend")}
          />
        )}
        <Card
          title="Account"
          actions={props.data.mayDo.has("invoices.edit") && account.staffRole === null && (
            <Button href={`/admin/users/${account.id}/tax`} variant="secondary" size="sm">
              Tax
            </Button>
          )}
        >
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
        <Card
          title="Invoices"
          flush
          actions={props.data.mayDo.has("invoices.edit") && (
            <>
              <Button href={`/admin/users/${account.id}/merge`} variant="secondary" size="sm">
                Merge open ones
              </Button>
              <form method="post" action="/admin/invoices/drafts">
                <input type="hidden" name="customer" value={account.id} />
                <Button variant="secondary" size="sm">Write an invoice</Button>
              </form>
            </>
          )}
        >
          <InvoicesTable invoices={invoices} />
        </Card>
        {props.data.terms && account.staffRole === null && (
          <TermsCard
            {...props.data.terms}
            customerId={account.id}
            mayChange={props.data.mayDo.has("users.terms")}
            isConfirmed={props.data.isConfirmed}
            form={isTerms ? sent : UNTOUCHED}
          />
        )}
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
