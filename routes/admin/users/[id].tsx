/** One account with its orders, services, invoices and wallet. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { AccountActions } from "@/components/admin/AccountActions.tsx";
import { AccountCard, CustomerLists } from "@/components/admin/AccountCards.tsx";
import { PayoutFreeze } from "@/components/admin/PayoutFreeze.tsx";
import { type FormState, UNTOUCHED } from "@/components/admin/forms.ts";
import { TermsCard } from "@/components/admin/TermsCard.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Alert } from "@/components/ui/mod.ts";
import { getAccountForStaff } from "@/domain/customer/mod.ts";
import { listInvoicesForStaff } from "@/domain/invoice/mod.ts";
import { listBalances } from "@/domain/ledger/mod.ts";
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
  const { account, orders, services, invoices, balances, roleName, mayDo, sent } = props.data;
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
            mayRelease={mayDo.has("users.suspend")}
          />
        )}
        <AccountCard {...{ account, balances, roleName, mayEditTax: mayDo.has("invoices.edit") }} />
        <CustomerLists
          {...{ services, orders, invoices, customerId: account.id }}
          mayEditInvoices={mayDo.has("invoices.edit")}
        />
        {props.data.terms && account.staffRole === null && (
          <TermsCard
            {...props.data.terms}
            customerId={account.id}
            mayChange={mayDo.has("users.terms")}
            isConfirmed={props.data.isConfirmed}
            form={isTerms ? sent : UNTOUCHED}
          />
        )}
        <AccountActions {...props.data} />
      </div>
    </AdminLayout>
  );
});
