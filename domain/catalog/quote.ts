/**
 * Checks a selection against the catalogue and prices it. Pure and without dependencies, so that the server and the
 * order wizard in the browser have the same sum from the same lines of code.
 */
import { add, share, sum, times } from "../shared/money.ts";
import { type Cycle, CYCLES } from "../shared/period.ts";
import { invalid, ok, type Result, type ValidationError } from "../shared/result.ts";
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
  /** Hundredths of a percent, for example 1900 for 19 %. */
  taxRateBasisPoints?: number;
}

/** What is wrong with a selection by field name, and the price of what is right; `null` without plan and cycle. */
export interface Assessment {
  fields: Record<string, string>;
  quote: Quote | null;
}

/** The price of a selection, or a sentence beside each field that doesn't fit. */
export function quote(
  catalog: CatalogView,
  selection: Selection,
  options: QuoteOptions = {},
): Result<Quote, ValidationError> {
  const { fields, quote } = assess(catalog, selection, options);
  return quote && Object.keys(fields).length === 0 ? ok(quote) : invalid(fields);
}

/**
 * Like `quote()`, but prices what is already right while somebody is still choosing. Never throws, whatever the
 * selection holds.
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
  const problem = hostnameProblem(hostname);
  if (problem) fields.hostname = problem;
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
  return { fields, quote: { configuration, ...totals(plan, recurring, options) } };
}

function totals(
  plan: PlanView,
  recurring: QuoteLine[],
  options: QuoteOptions,
): Omit<Quote, "configuration"> {
  const setup = line({
    kind: "setup",
    slug: plan.slug,
    label: `${plan.name}, setup`,
    quantity: 1,
    unit: plan.setupFee,
  });
  const lines = setup.amount.minor > 0 ? [...recurring, setup] : recurring;
  const { currency } = setup.amount;
  const rate = { numerator: BigInt(options.taxRateBasisPoints ?? 0), denominator: 10_000n };
  const subtotal = sum(lines.map((each) => each.amount), currency);
  const tax = sum(lines.map((each) => share(each.amount, rate)), currency);
  return {
    lines,
    subtotal,
    tax,
    total: add(subtotal, tax),
    renewal: sum(recurring.map((each) => each.amount), currency),
  };
}

function line(given: Omit<QuoteLine, "amount">): QuoteLine {
  return { ...given, amount: times(given.unit, given.quantity) };
}
