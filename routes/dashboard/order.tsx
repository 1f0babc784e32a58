/** The order wizard: steps by GET with everything in the address, the order itself by POST. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import {
  checkWizard,
  fitToPlan,
  placeInWizard,
  problemsOf,
  readStep,
  readWizard,
  SOLD_OUT,
  STEPS,
  withDefaults,
  type WizardForm,
  wizardHref,
} from "@/components/order/wizard.ts";
import { CurrencyLinks } from "@/components/catalog/CurrencyLinks.tsx";
import { priceCurrencies } from "@/domain/catalog/mod.ts";
import { placeOrder } from "@/domain/order/mod.ts";
import { mayUse } from "@/domain/shared/actor.ts";
import { OrderWizard, type OrderWizardProps } from "@/islands/OrderWizard.tsx";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm, type Typed } from "../(_lib)/forms.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireCustomer } from "../(_lib)/guards.ts";
import { formStatus, problem } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { readCode, readCurrency, readRules, UNTYPED } from "../(_lib)/wizard.ts";

const text = z.string().max(300, "This is too long.").default("");
const orderSchema = z.strictObject({
  plan: text,
  cycle: text,
  datacenter: text,
  os: text,
  panel: text,
  hostname: text,
  addons: z.array(z.string().max(100, "Choose from the add-ons on this page."))
    .max(30, "That is more add-ons than there are.").default([]),
  trial: text,
  promo: text,
  currency: text,
  payment_method: text,
  accept_terms: text,
});

interface Data {
  wizard: OrderWizardProps;
  /** In which plans have prices, that of the house first. */
  currencies: string[];
}

export const handler = define.handlers({
  async GET(ctx) {
    const params = ctx.url.searchParams;
    const typed = readWizard(params);
    const currency = await readCurrency(ctx, typed.currency);
    const rules = await readRules(ctx, currency);
    const form = fitToPlan(rules, withDefaults({ ...typed, currency }));
    const { problems } = checkWizard(rules, form);
    const { step, isRefused } = placeInWizard(problems, readStep(params.get("step")));
    const code = step === "review" ? await readCode(ctx, { rules, form }) : UNTYPED;
    const isWrong = isRefused || Object.keys(code.problems).length > 0;
    const wizard: OrderWizardProps = {
      rules: { ...rules, withCode: code.withCode },
      form,
      visible: [step],
      checked: isRefused || step === "plan" && form.plan !== "" ? [step] : [],
      refused: code.problems,
    };
    const currencies = await priceCurrencies(ctx.state.deps);
    return page<Data>({ wizard, currencies }, { status: isWrong ? 422 : 200 });
  },

  async POST(ctx) {
    const form = await readForm(ctx, orderSchema);
    if (!form.ok) return await refuse(ctx, form.typed, form.error);
    const placed = await placeOrder(ctx.state.deps, {
      actor: requireCustomer(ctx),
      form: form.value,
      ip: ctx.state.client.ip,
      requestId: ctx.state.requestId,
    });
    if (placed.ok) {
      const { orderId, invoiceId, trialDays } = placed.value;
      if (trialDays > 0) {
        const text = "Your order is placed. There is nothing to pay: we set it up now.";
        return await seeOther(ctx, `/dashboard/orders/${orderId}`, { tone: "ok", text });
      }
      return mayUse(requireCustomer(ctx), "billing")
        ? await seeOther(ctx, `/dashboard/invoices/${invoiceId}`, {
          tone: "ok",
          text: "Your order is placed. Pay this invoice, and we set it up.",
        })
        : await seeOther(ctx, `/dashboard/orders/${orderId}`, {
          tone: "ok",
          text: "The order is placed. We set it up as soon as it is paid.",
        });
    }
    const { error } = placed;
    switch (error.code) {
      case "validation":
        return await refuse(ctx, form.typed, error);
      case "out_of_stock":
        return await refuse(ctx, form.typed, {
          code: "validation",
          fields: { datacenter: SOLD_OUT },
        });
      case "conflict":
        return problem(error);
    }
  },
});

export default define.page<typeof handler>(function OrderPage(props) {
  const { wizard, currencies } = props.data;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Order a server"
      description="Three steps. Nothing is ordered before the last one."
    >
      <Head>
        <title>Order a server | CloudNest</title>
      </Head>
      <CurrencyLinks
        currencies={currencies}
        current={wizard.form.currency}
        href={(currency) => wizardHref({ ...wizard.form, currency }, wizard.visible.at(-1)!)}
      />
      {wizard.form.currency && (
        <input type="hidden" form="order" name="currency" value={wizard.form.currency} />
      )}
      <OrderWizard {...wizard} />
    </DashboardLayout>
  );
});

/** Shows all that was typed again: the last step, and every step that has something wrong. */
async function refuse(
  ctx: Ctx,
  typed: Typed,
  error: { code: string; fields: Readonly<Record<string, string>> },
) {
  const form: WizardForm = readWizard({
    getAll: (name) =>
      name === "addons[]" ? typed.lists.addons ?? [] : [typed.texts[name]].filter(Boolean),
  });
  // A code that was refused isn't looked up again: that would count as another try.
  const currency = await readCurrency(ctx, form.currency);
  const known = await readRules(ctx, currency);
  const code = error.fields.promo ? UNTYPED : await readCode(ctx, { rules: known, form });
  const rules = { ...known, withCode: code.withCode };
  const { problems } = checkWizard(rules, form);
  const all = { ...problems, ...error.fields };
  const visible = STEPS.filter((step) =>
    step === "review" || Object.keys(problemsOf(all, [step])).length > 0
  );
  const wizard: OrderWizardProps = {
    rules,
    form,
    visible,
    checked: [...STEPS],
    refused: { ...error.fields },
  };
  const currencies = await priceCurrencies(ctx.state.deps);
  return page<Data>({ wizard, currencies }, formStatus(error));
}
