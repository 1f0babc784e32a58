/** The customer's wallet: what is in it, how to fill it, and its statement by month. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { Balances } from "@/components/wallet/Balances.tsx";
import { Statement } from "@/components/wallet/Statement.tsx";
import { TopUpForm } from "@/components/wallet/TopUpForm.tsx";
import { maySpend } from "@/domain/shared/actor.ts";
import { getWalletMonth, getWalletView, requestTopUp } from "@/domain/wallet/mod.ts";
import { BROKEN_FORM, formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm, type Typed } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { monthRequestOf, walletHref } from "../../(_lib)/months.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const PATH = "/dashboard/wallet";

const form = z.strictObject({
  action: z.enum(["top_up"], BROKEN_FORM),
  amount: z.string().default(""),
  currency: z.string().default(""),
});

/** A form that was refused. */
interface Refused {
  texts: Typed["texts"];
  errors: Record<string, string>;
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { texts: {}, errors: {} })),
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    const { texts } = read.typed;
    if (!read.ok) {
      return page(await load(ctx, { texts, errors: read.error.fields }), formStatus(read.error));
    }
    const { amount, currency } = read.value;
    const actor = requireCustomer(ctx);
    const made = await requestTopUp(deps, { actor, amount, currency, requestId });
    if (made.ok) {
      return await seeOther(ctx, `/dashboard/invoices/${made.value.invoiceId}`, {
        tone: "ok",
        text: "Here is the invoice. Your wallet is filled as soon as its money has arrived.",
      });
    }
    if (made.error.code === "not_found") return problem(made.error);
    const refused = { texts, errors: formError(made.error) };
    return page(await load(ctx, refused), formStatus(made.error));
  },
});

async function load(ctx: Ctx, refused: Refused) {
  const { deps } = ctx.state;
  const viewer = requireCustomer(ctx);
  const whose = { viewer, accountId: viewer.id };
  const [wallet, statement] = await Promise.all([
    getWalletView(deps, whose),
    getWalletMonth(deps, { ...whose, ...monthRequestOf(ctx) }),
  ]);
  if (!wallet.ok) return problem(wallet.error);
  if (!statement.ok) return problem(statement.error);
  const mayTopUp = maySpend(viewer, "billing");
  return { wallet: wallet.value, statement: statement.value, mayTopUp, ...refused };
}

export default define.page<typeof handler>(function WalletPage(props) {
  const { wallet, statement, texts, errors } = props.data;
  const { currency, month } = statement;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Wallet"
      description="Credit to pay your invoices with, in full or in part."
    >
      <Head>
        <title>Wallet · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <Balances
          balances={wallet.balances}
          current={currency}
          href={(other) => `${walletHref(PATH, { currency: other })}#statement`}
        />
        {props.data.mayTopUp && (
          <TopUpForm topUps={wallet.topUps} currency={currency} texts={texts} errors={errors} />
        )}
        <Statement
          statement={statement}
          href={(query) => `${walletHref(PATH, { currency, ...query })}#statement`}
          csvHref={walletHref(`${PATH}/statement.csv`, { currency, month })}
          invoiceHref={(id) => `/dashboard/invoices/${id}`}
        />
      </div>
    </DashboardLayout>
  );
});
