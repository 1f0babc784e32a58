/**
 * The state of the order wizard as the names and values of its form: what stands in the address, what the server
 * reads, and what the island keeps are one and the same.
 */
import { assess } from "@/domain/catalog/quote.ts";
import type { CatalogView, Quote } from "@/domain/catalog/view.ts";
import { paymentProblems } from "@/domain/order/check_payment.ts";
import type { TaxRule } from "@/domain/tax/view.ts";

/** The steps in their order. */
export const STEPS = ["plan", "configuration", "review"] as const;

/** One step. */
export type Step = (typeof STEPS)[number];

/** What the steps are called. */
export const STEP_NAMES: Readonly<Record<Step, string>> = {
  plan: "Plan and term",
  configuration: "Configuration",
  review: "Review and payment",
};

/** Fields that hold one text, in the order of the form. */
const TEXT_FIELDS = [
  "plan",
  "cycle",
  "datacenter",
  "os",
  "panel",
  "hostname",
  "trial",
  "promo",
  "currency",
  "payment_method",
  "accept_terms",
] as const;

const MAX_LENGTH = 300;
const MAX_ADDONS = 30;

/** What was typed and chosen so far; empty texts for what wasn't. */
export type WizardForm = Record<(typeof TEXT_FIELDS)[number], string> & { addons: string[] };

/** What the wizard knows besides the form. */
export interface WizardRules {
  catalog: CatalogView;
  /** What is left, by plan and data center. */
  stock: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The tax of whoever orders. */
  tax: TaxRule;
  /** The price with a code, which only the server knows: of the order that `for` names, see `pricedAs()`. */
  withCode: { for: string; quote: Quote } | null;
  takesCrypto: boolean;
  /** The ways to pay, in words. */
  ways: Array<{ value: string; label: string; description: string }>;
  /** What is said of a free trial. */
  trialHint: string;
}

/** What is wrong by field, and the price of what is right. */
export interface WizardCheck {
  problems: Record<string, string>;
  quote: Quote | null;
  /** Whether the price is the one with the code. */
  isApplied: boolean;
}

/** What is chosen before anybody chooses. */
const DEFAULTS: Partial<WizardForm> = {
  cycle: "monthly",
  panel: "none",
  payment_method: "bank_transfer",
};

/** A form with the usual choices where there is none yet. */
export function withDefaults(form: WizardForm): WizardForm {
  const chosen = Object.entries(form).filter(([, value]) => value.length > 0);
  return { ...form, ...DEFAULTS, ...Object.fromEntries(chosen) };
}

/** The form out of an address or a form's data. What is too long to be anything counts as not typed. */
export function readWizard(get: { getAll(name: string): unknown[] }): WizardForm {
  const text = (value: unknown) =>
    typeof value === "string" && value.length <= MAX_LENGTH ? value : "";
  const texts = TEXT_FIELDS.map((name) => [name, text(get.getAll(name)[0])]);
  const addons = get.getAll("addons[]").slice(0, MAX_ADDONS).map(text);
  return { ...Object.fromEntries(texts), addons: addons.filter((entry) => entry !== "") };
}

/**
 * Drops what was chosen for another plan and can't be had with this one: the page has no field to take it back with.
 * Without a plan everything is kept.
 */
export function fitToPlan({ catalog }: Pick<WizardRules, "catalog">, form: WizardForm): WizardForm {
  const plan = catalog.plans.find((each) => each.slug === form.plan);
  if (!plan) return form;
  const fit = (value: string, offered: readonly string[]) => offered.includes(value) ? value : "";
  return {
    ...form,
    datacenter: fit(form.datacenter, plan.datacenters),
    os: fit(form.os, plan.os),
    panel: fit(form.panel, plan.panels) || "none",
    trial: plan.trialDays > 0 ? form.trial : "",
    addons: form.addons.filter((entry) => plan.addons.includes(entry.split(":")[0]!)),
  };
}

/** The step that an address names, if it is one. */
export function readStep(text: string | null): Step | null {
  return STEPS.find((step) => step === text) ?? null;
}

/** The address of a step with everything that was typed. */
export function wizardHref(form: WizardForm, step: Step): string {
  const params = new URLSearchParams();
  for (const name of TEXT_FIELDS) if (form[name] !== "") params.append(name, form[name]);
  for (const entry of form.addons) params.append("addons[]", entry);
  params.append("step", step);
  return `/dashboard/order?${params}`;
}

/** Looks at the whole form with the same rules as the server; what is sold out stands beside its data center. */
export function checkWizard(rules: WizardRules, form: WizardForm): WizardCheck {
  const { catalog, tax } = rules;
  const { fields, quote: plain } = assess(catalog, form, { tax });
  const isApplied = rules.withCode?.for === pricedAs(plain, form);
  const quote = isApplied ? rules.withCode!.quote : plain;
  const problems = { ...fields, ...paymentProblems(form, rules) };
  if (quote && !problems.datacenter && !rules.stock[form.plan]?.[form.datacenter]) {
    problems.datacenter = SOLD_OUT;
  }
  return { problems, quote, isApplied };
}

/** What the price of an order with a code depends on: its price without it, and the code. */
export function pricedAs(plain: Quote | null, { promo, cycle }: WizardForm): string {
  const lines = plain?.lines.map(({ slug, amount }) => slug + amount.minor);
  return [promo.trim().toUpperCase(), cycle, lines].join();
}

/** What is said where nothing is left. */
export const SOLD_OUT = "This plan is sold out here. Choose another data center.";

/** The step that has a field; the last one for what belongs to none. */
export function stepOf(field: string): Step {
  if (field === "plan" || field === "cycle") return "plan";
  return ["datacenter", "os", "panel", "hostname", "addons", "addons[]"].includes(field)
    ? "configuration"
    : "review";
}

/** Fields from the top of the form to its end; problems are listed in this order. */
const FIELD_ORDER = [...TEXT_FIELDS.slice(0, 6), "addons", "addons[]", ...TEXT_FIELDS.slice(6)];

/** Those problems that belong to one of the steps, in the order of the form. */
export function problemsOf(
  problems: Readonly<Record<string, string>>,
  steps: readonly Step[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(problems)
      .filter(([field]) => steps.includes(stepOf(field)))
      .sort(([a], [b]) => FIELD_ORDER.indexOf(a) - FIELD_ORDER.indexOf(b)),
  );
}

/** The steps before one. */
export function stepsBefore(step: Step): Step[] {
  return STEPS.slice(0, STEPS.indexOf(step));
}

/**
 * Where somebody stands who asks for a step: there, or at the first step before it that has problems. Without a wish,
 * the configuration once plan and term are chosen.
 */
export function placeInWizard(
  problems: Readonly<Record<string, string>>,
  wanted: Step | null,
): { step: Step; isRefused: boolean } {
  const hasProblem = (step: Step) => Object.keys(problemsOf(problems, [step])).length > 0;
  const target = wanted ?? (hasProblem("plan") ? "plan" : "configuration");
  const blocked = stepsBefore(target).find(hasProblem);
  return { step: blocked ?? target, isRefused: blocked !== undefined };
}

/** The quantity of an add-on in the form; 0 where it isn't chosen. */
export function quantityOf(addons: readonly string[], slug: string): number {
  const entry = addons.find((each) => each === slug || each.startsWith(`${slug}:`));
  if (entry === undefined) return 0;
  return entry === slug ? 1 : Number(entry.slice(slug.length + 1)) || 0;
}
