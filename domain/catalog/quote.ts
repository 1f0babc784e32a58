/**
 * Checks a selection against the catalogue and prices it. Pure and without dependencies, so that the server and the
 * order wizard in the browser have the same sum from the same lines of code.
 */
import { add, sum, times } from "../shared/money.ts";
import { type Cycle, CYCLES } from "../shared/period.ts";
import { type TaxArithmetic, taxed } from "../shared/tax_arithmetic.ts";
import {
  checkAddons,
  checkDatacenter,
  checkOs,
  checkPanel,
  type Chosen,
  text,
} from "./check_selection.ts";
import { hostnameProblem, normalizeHostname } from "./hostname.ts";
import type { CatalogView, Configuration, PlanView, Quote, QuoteLine, Selection } from "./view.ts";

/** Names of the terms for people. */
export const CYCLE_LABELS: Readonly<Record<Cycle, string>> = {
  monthly: "Monthly",
  quarterly: "Quarterly",
  semi_annual: "Semi-annual",
  annual: "Annual",
};

/** What isn't in the catalogue but in the sum. */
export interface QuoteOptions {
  /** The tax of whoever orders; none unless told. */
  tax?: TaxArithmetic;
}

const UNTAXED: TaxArithmetic = { rateBasisPoints: 0, isInclusive: false };

/** What is wrong with a selection by field name, and the price of what is right; `null` without plan and cycle. */
export interface Assessment {
  fields: Record<string, string>;
  quote: Quote | null;
}

/**
 * Prices what is already right while somebody is still choosing, without promotions, which only the server knows. Never
 * throws, whatever the selection holds.
 */
export function assess(
  catalog: CatalogView,
  selection: Selection,
  options: QuoteOptions = {},
): Assessment {
  const fields: Record<string, string> = {};
  const cycle = CYCLES.find((known) => known === selection.cycle);
  if (!cycle) fields.cycle = "Choose a billing cycle.";
  const plan = catalog.plans.find((known) => known.slug === selection.plan);
  if (!plan) fields.plan = "Choose one of our plans.";
  const planPrice = plan && cycle ? plan.prices[cycle] : null;
  if (plan && cycle && !planPrice) {
    fields.cycle = `${plan.name} can't be ordered for this term. Choose another one.`;
  }
  const hostname = text(selection.hostname);
  const wrongName = hostnameProblem(hostname);
  if (wrongName) fields.hostname = wrongName;
  if (!plan || !cycle || !planPrice) return { fields, quote: null };

  const chosen: Chosen = { catalog, plan, cycle, selection };
  const datacenter = checkDatacenter(chosen, fields);
  const os = checkOs(chosen, fields);
  const panel = checkPanel(chosen, os, fields);
  const addons = checkAddons(chosen, fields);
  const recurring = [
    line({
      kind: "plan",
      slug: plan.slug,
      label: `${plan.name}, ${CYCLE_LABELS[cycle].toLowerCase()}`,
      quantity: 1,
      unit: planPrice,
    }),
    ...(panel.price
      ? [
        line({
          kind: "panel",
          slug: panel.slug,
          label: panel.name,
          quantity: 1,
          unit: panel.price,
        }),
      ]
      : []),
    ...addons.map(({ addon, quantity, price }) =>
      line({ kind: "addon", slug: addon.slug, label: addon.name, quantity, unit: price })
    ),
  ];
  const configuration: Configuration = {
    plan: plan.slug,
    cycle,
    datacenter,
    os,
    panel: panel.slug,
    hostname: normalizeHostname(hostname),
    addons: addons.map(({ addon, quantity }) => ({ slug: addon.slug, quantity })),
  };
  const renewal = sum(recurring.map(({ amount }) => amount), planPrice.currency);
  const trialDays = selection.trial ? plan.trialDays : 0;
  const lines = trialDays > 0 ? onTrial(trialDays, recurring) : withSetup(plan, recurring);
  const sums = sumLines(lines, options);
  return { fields, quote: { configuration, ...sums, renewal, nextTerm: renewal, trialDays } };
}

/** All of it is taken off again, line by line as the tax is rounded so. Plans with a setup fee have no trials. */
function onTrial(days: number, recurring: QuoteLine[]): QuoteLine[] {
  return recurring.flatMap((each) => {
    const unit = times(each.amount, -1);
    const free: QuoteLine = {
      kind: "discount",
      slug: each.slug,
      label: `${days} days free (${each.label})`,
      quantity: 1,
      unit,
      amount: unit,
      basis: { rule: "percent", of: each.amount, basisPoints: -10_000 },
    };
    return [each, free];
  });
}

function withSetup(plan: PlanView, recurring: QuoteLine[]): QuoteLine[] {
  const setup = line({
    kind: "setup",
    slug: plan.slug,
    label: `${plan.name}, setup`,
    quantity: 1,
    unit: plan.setupFee,
  });
  return setup.amount.minor > 0 ? [...recurring, setup] : recurring;
}

/** Lines of one currency with their sums, each line's tax rounded once, as on the invoice. */
export function sumLines(
  lines: readonly QuoteLine[],
  { tax: rule = UNTAXED }: QuoteOptions,
): Pick<Quote, "lines" | "subtotal" | "tax" | "total"> {
  const { currency } = lines[0]!.amount;
  const parts = lines.map(({ amount }) => taxed(amount, rule));
  const subtotal = sum(parts.map(({ net }) => net), currency);
  const tax = sum(parts.map(({ tax }) => tax), currency);
  return { lines, subtotal, tax, total: add(subtotal, tax) };
}

function line(given: Omit<QuoteLine, "amount">): QuoteLine {
  return { ...given, amount: times(given.unit, given.quantity) };
}
