/** A customer's wallet for staff: balances, statement, and what staff book on it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AdjustmentsTable, RefundsTable } from "@/components/admin/Bookings.tsx";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { UNTOUCHED } from "@/components/admin/forms.ts";
import { AdjustForm, RefundForm } from "@/components/admin/WalletForms.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Alert, Card } from "@/components/ui/mod.ts";
import { Balances } from "@/components/wallet/Balances.tsx";
import { Statement } from "@/components/wallet/Statement.tsx";
import { getAccountForStaff } from "@/domain/customer/mod.ts";
import { readPayoutStop } from "@/domain/ledger/mod.ts";
import { readPayoutFreeze } from "@/domain/takeover/mod.ts";
import type { Failure, Result } from "@/domain/shared/result.ts";
import {
  adjustWallet,
  getWalletMonth,
  getWalletView,
  listAdjustments,
  listRefunds,
  refundWallet,
} from "@/domain/wallet/mod.ts";
import { BROKEN_FORM, formError, type SentForm } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { monthRequestOf, walletHref } from "../../../(_lib)/months.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const text = z.string().optional();

/** The fields of both forms; each use-case takes its own and refuses the others'. */
const form = z.strictObject({
  action: z.enum(["adjust", "refund"], BROKEN_FORM),
  id: text,
  direction: text,
  amount: text,
  currency: text,
  method: text,
  destination: text,
  reason: text,
});

const SHOWN = { limit: 10 };

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const read = await readForm(ctx, form);
    const { typed } = read;
    const action = typed.texts.action ?? "";
    if (!read.ok) {
      return page(await load(ctx, { action, typed, error: read.error }), formStatus(read.error));
    }
    const done = await act(ctx, read.value);
    if (done.ok) {
      const path = `/admin/users/${ctx.params.id}/wallet`;
      return await seeOther(ctx, path, { tone: "ok", text: done.value });
    }
    if (done.error.code === "not_found") return problem(done.error);
    return page(await load(ctx, { action, typed, error: done.error }), formStatus(done.error));
  },
});

async function act(
  ctx: Ctx,
  { action, ...fields }: z.output<typeof form>,
): Promise<Result<string, Failure>> {
  const { deps, requestId } = ctx.state;
  const input = { actor: requireStaff(ctx), accountId: ctx.params.id!, form: fields, requestId };
  const done = action === "adjust"
    ? await adjustWallet(deps, input)
    : await refundWallet(deps, input);
  if (!done.ok) return done;
  if (done.value.status === "proposed") {
    return { ok: true, value: "Proposed: another member of staff has to approve it." };
  }
  const value = action === "adjust"
    ? "Booked. The customer gets a mail with the reason."
    : "The wallet is debited, and the customer gets a mail. Send the money, then note it.";
  return { ok: true, value };
}

async function load(ctx: Ctx, sent: SentForm | null) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const accountId = ctx.params.id!;
  const whose = { viewer, accountId };
  const account = await getAccountForStaff(deps, { viewer, id: accountId });
  if (!account.ok) return problem(account.error);
  const [wallet, statement, adjustments, refunds, stop, frozenAt] = await Promise.all([
    getWalletView(deps, whose),
    getWalletMonth(deps, { ...whose, ...monthRequestOf(ctx) }),
    listAdjustments(deps, { ...whose, page: SHOWN }),
    listRefunds(deps, { ...whose, page: SHOWN }),
    readPayoutStop(deps.kv),
    readPayoutFreeze(deps, whose),
  ]);
  if (!wallet.ok) return problem(wallet.error);
  if (!statement.ok) return problem(statement.error);
  return {
    account: account.value,
    wallet: wallet.value,
    statement: statement.value,
    adjustments: adjustments.items,
    refunds: refunds.items,
    isFrozen: stop !== null || frozenAt !== null,
    isOwn: viewer.id === accountId,
    mayDo: viewer.id === accountId ? new Set<string>() : viewer.permissions,
    isConfirmed: isConfirmed(ctx),
    ids: { adjust: deps.ids.next("adj"), refund: deps.ids.next("rfd") },
    sent: sent && { action: sent.action, texts: sent.typed.texts, errors: formError(sent.error) },
  };
}

export default define.page<typeof handler>(function AdminWalletPage(props) {
  const { account, wallet, statement, adjustments, refunds, mayDo, sent, ids } = props.data;
  const path = `/admin/users/${account.id}/wallet`;
  const { currency } = statement;
  const stateOf = (action: string) => sent?.action === action ? sent : UNTOUCHED;
  const idOf = (action: "adjust" | "refund") => stateOf(action).texts.id ?? ids[action];
  const mayAdjust = mayDo.has("wallets.adjust");
  const mayRefund = mayDo.has("payments.refund");
  return (
    <AdminLayout
      {...frameOf(props)}
      title={`Wallet of ${account.name}`}
      breadcrumbs={[
        { label: "Users", href: "/admin/users" },
        { label: account.name, href: `/admin/users/${account.id}` },
        { label: "Wallet" },
      ]}
    >
      <Head>
        <title>{`Wallet of ${account.name} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        {props.data.isOwn && (
          <Alert tone="info">This is your own account: a colleague has to book on it.</Alert>
        )}
        {props.data.isFrozen && (
          <Alert tone="warn" title="Nothing is paid out of this wallet">
            Its payouts are frozen, or the books have to be put right first.
          </Alert>
        )}
        <Balances
          balances={wallet.balances}
          current={currency}
          href={(other) => `${walletHref(path, { currency: other })}#statement`}
        />
        <Statement
          statement={statement}
          href={(query) => `${walletHref(path, { currency, ...query })}#statement`}
          invoiceHref={(id) => `/admin/invoices/${id}`}
        />
        {(mayAdjust || mayRefund) && (
          <ProofGate isConfirmed={props.data.isConfirmed} path={path} what="book on this wallet">
            <div class="grid items-start gap-6 xl:grid-cols-2">
              {mayAdjust && (
                <AdjustForm
                  id={idOf("adjust")}
                  balances={wallet.balances}
                  form={stateOf("adjust")}
                />
              )}
              {mayRefund && (
                <RefundForm
                  id={idOf("refund")}
                  balances={wallet.balances}
                  form={stateOf("refund")}
                />
              )}
            </div>
          </ProofGate>
        )}
        {adjustments.length > 0 && (
          <Card title="Adjustments" flush>
            <AdjustmentsTable adjustments={adjustments} />
          </Card>
        )}
        {refunds.length > 0 && (
          <Card title="Refunds" flush>
            <RefundsTable refunds={refunds} />
          </Card>
        )}
      </div>
    </AdminLayout>
  );
});
