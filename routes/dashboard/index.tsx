/** The customer's first page: what is to be done, what runs, what was ordered. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { acceptTerms, resendVerification, termsToAccept } from "@/domain/customer/mod.ts";
import { listInvoices } from "@/domain/invoice/mod.ts";
import { listBalances } from "@/domain/ledger/mod.ts";
import { listOrders } from "@/domain/order/mod.ts";
import { listServices } from "@/domain/service/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import { mayUse } from "@/domain/shared/actor.ts";
import { listTeams } from "@/domain/team/mod.ts";
import { AccountNotices } from "@/components/dashboard/AccountNotices.tsx";
import { Orders, Services, ToPay, Welcome } from "@/components/dashboard/overview.tsx";
import { TeamAccounts } from "@/components/team/TeamAccounts.tsx";
import { RocketIcon } from "@/components/icons.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Alert, Button, formatMoney } from "@/components/ui/mod.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireCustomer } from "../(_lib)/guards.ts";
import { problem, retryAfterOf, waitText } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

/** Rows of each card; the lists behind them have the rest. */
const LIMIT = 5;

const noticeForm = z.strictObject({
  action: z.enum(["resend_verification", "accept_terms"]),
  /** Of the terms that were shown. */
  version: z.string().max(50).default(""),
});

const DONE = {
  resend_verification: "A new link is on its way to your address.",
  accept_terms: "Thank you. The date is kept with your account.",
} as const;

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireCustomer(ctx);
    const limited = { viewer, page: { limit: LIMIT } };
    const [open, services, orders, balances] = await Promise.all([
      listInvoices(deps, { ...limited, status: "open" }),
      listServices(deps, limited),
      listOrders(deps, limited),
      mayUse(viewer, "billing") ? listBalances(deps, { accountId: viewer.id }) : [],
    ]);
    const credits = balances.filter(({ minor }) => minor > 0);
    const { account, actingAs } = ctx.state.signedIn!;
    const terms = actingAs ? null : await termsToAccept(deps, account.id);
    const teams = actingAs ? [] : await listTeams(deps, { personId: account.id });
    const today = dayOf(deps.clock.now());
    return page({ open, services, orders, credits, terms, teams, viewer, today });
  },
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const accountId = ctx.state.signedIn!.account.id;
    const read = await readForm(ctx, noticeForm);
    if (!read.ok) return problem(read.error);
    const { action, version } = read.value;
    const result = action === "accept_terms"
      ? await acceptTerms(deps, { accountId, version, requestId })
      : await resendVerification(deps, { accountId, requestId });
    if (result.ok) return await seeOther(ctx, "/dashboard", { tone: "ok", text: DONE[action] });
    const wait = retryAfterOf(result.error);
    if (wait === null) return problem(result.error);
    const text = `We have just sent you a link. You can ask for another in ${waitText(wait)}.`;
    return await seeOther(ctx, "/dashboard", { tone: "info", text });
  },
});

export default define.page<typeof handler>(function DashboardPage(props) {
  const { open, services, orders, credits, terms, teams, viewer, today } = props.data;
  const { account, actingAs } = props.state.signedIn!;
  const isNew = !actingAs && orders.items.length === 0;
  const mayOrder = mayUse(viewer, "orders");
  const seesNothing = !mayOrder && !mayUse(viewer, "billing") && !mayUse(viewer, "services");
  return (
    <DashboardLayout
      {...frameOf(props)}
      title={actingAs ? actingAs.name : `Hello ${account.name}`}
      description={isNew ? "Order your first server, and follow it here." : undefined}
      actions={!isNew && mayOrder && (
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
        {!actingAs && (
          <AccountNotices email={account.email} isVerified={account.isVerified} terms={terms} />
        )}
        {teams.length > 0 && <TeamAccounts teams={teams} />}
        {credits.length > 0 && (
          <Alert
            tone="info"
            title={`${credits.map((credit) => formatMoney(credit)).join(" and ")} of credit`}
          >
            Money that you paid and that isn't used yet. Parts of a payment are kept here until the
            rest arrives.
          </Alert>
        )}
        {isNew ? <Welcome /> : (
          <>
            {seesNothing && (
              <Alert tone="info" title="Nothing to see here yet">
                What you were let into has no place on this page.
              </Alert>
            )}
            {mayUse(viewer, "billing") && (
              <ToPay invoices={open.items} hasMore={open.next !== null} today={today} />
            )}
            <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
              {mayUse(viewer, "services") && <Services services={services.items} />}
              {mayOrder && <Orders orders={orders.items} />}
            </div>
          </>
        )}
      </div>
    </DashboardLayout>
  );
});
