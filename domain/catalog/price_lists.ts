/**
 * Price lists as staff see and change them: a price for each term and currency, each of them set, none converted. What runs
 * keeps the price that was agreed; a change is for what is ordered from then on.
 */
import { stageAudit } from "../audit/mod.ts";
import { getSettings } from "../settings/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import { transact } from "../shared/kv.ts";
import { parseMoney } from "../shared/money.ts";
import { type Cycle, CYCLES } from "../shared/period.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "../shared/result.ts";
import { type Addon, MAX_TRIAL_DAYS, type Panel, type Plan } from "./model.ts";
import { getPriced, type PricedKind, readRecords, setPriced } from "./repo.ts";
import type { PricedView, PriceListView, PriceTable } from "./view.ts";

/** Fields as typed: `EUR_monthly` and so on, `EUR_setup` and `trial_days` for plans; empty where there is none. */
export type PriceForm = Readonly<Record<string, string | undefined>>;

/** The name of a price's field. */
export function priceField(currency: string, what: Cycle | "setup"): string {
  return `${currency}_${what}`;
}

/** Everything that has prices, for staff with `catalog.view`; also what is out of sale. */
export async function listPriced(
  deps: Deps,
  { viewer }: { viewer: StaffActor },
): Promise<Result<PricedView[], NotFound>> {
  if (!viewer.permissions.has("catalog.view")) return notFound();
  const [records, currencies] = await Promise.all([readRecords(deps.kv), listCurrencies(deps)]);
  const view = (kind: PricedKind) => (record: Plan | Panel | Addon) =>
    toView(record, { kind, currencies });
  return ok([
    ...records.plans.map(view("plans")),
    ...records.panels.map(view("panels")),
    ...records.addons.map(view("addons")),
  ]);
}

/** One of them. */
export async function getPricedView(
  deps: Deps,
  { viewer, id }: { viewer: StaffActor; id: string },
): Promise<Result<PricedView, NotFound>> {
  const all = kindOf(id) ? await listPriced(deps, { viewer }) : notFound();
  if (!all.ok) return all;
  const found = all.value.find((each) => each.id === id);
  return found ? ok(found) : notFound();
}

/** The currencies that prices can be set in: that of the house, and the further ones of the settings. */
export async function listCurrencies(deps: Deps): Promise<string[]> {
  const { currency, furtherCurrencies } = await getSettings(deps, "money");
  return [...new Set([currency, ...furtherCurrencies])];
}

/** Sets all prices of a plan, panel or add-on; needs `catalog.edit`. Messages are beside the fields. */
export async function changePrices(
  deps: Deps,
  input: { actor: StaffActor; id: string; form: PriceForm; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, id, form } = input;
  const kind = kindOf(id);
  if (!kind || !actor.permissions.has("catalog.edit")) return notFound();
  const currencies = await listCurrencies(deps);
  const { trial_days: typedDays, ...prices } = form;
  const isPlan = kind === "plans";
  if (!isPlan && typedDays !== undefined) return invalid({ "": "There is no field trial_days." });
  const parsed = parseLists(prices, { currencies, hasSetup: isPlan });
  const trialDays = parseTrialDays(typedDays, parsed.ok ? parsed.value : []);
  if (!parsed.ok || !trialDays.ok) {
    return invalid({
      ...(parsed.ok ? {} : parsed.error.fields),
      ...(trialDays.ok ? {} : trialDays.error.fields),
    });
  }
  const revision = deps.ids.token(9);
  return await transact(deps, async (tx) => {
    const before = await getPriced(tx, kind, id);
    if (!before) return notFound();
    const priced = withLists(before, parsed.value);
    const record = "setupFee" in priced ? { ...priced, trialDays: trialDays.value } : priced;
    setPriced(tx, { kind, record, revision });
    stageAudit(tx, deps, {
      actor,
      action: "catalog.prices_changed",
      subject: { kind: "plan", id },
      before: { slug: before.slug, ...auditOf(before) },
      after: { slug: record.slug, ...auditOf(record) },
      requestId: input.requestId,
    });
    return ok(undefined);
  });
}

function kindOf(id: string): PricedKind | null {
  if (isId("pln", id)) return "plans";
  if (isId("pan", id)) return "panels";
  return isId("add", id) ? "addons" : null;
}

/** The lists as typed, that of the house first. A currency without any price isn't offered. */
function parseLists(
  form: PriceForm,
  { currencies, hasSetup }: { currencies: readonly string[]; hasSetup: boolean },
): Result<PriceListView[], ValidationError> {
  const fields: Record<string, string> = {};
  const known = new Set(
    currencies.flatMap((each) =>
      [...CYCLES, "setup" as const].map((what) => priceField(each, what))
    ),
  );
  const unknown = Object.keys(form).find((name) => !known.has(name));
  if (unknown) return invalid({ "": `There is no field ${unknown}.` });
  const lists = currencies.map((currency, at): PriceListView => {
    const read = (what: Cycle | "setup", isPrice: boolean) => {
      const name = priceField(currency, what);
      const typed = (form[name] ?? "").trim();
      if (typed === "") return null;
      const amount = parseMoney(typed, currency);
      if (!amount || isPrice && amount.minor === 0) {
        fields[name] = isPrice
          ? "Enter a price such as 12.00, or leave it empty."
          : "Enter an amount such as 12.00, or 0.";
        return null;
      }
      return amount;
    };
    const prices = Object.fromEntries(CYCLES.map((cycle) => [cycle, read(cycle, true)]));
    const setupFee = hasSetup ? read("setup", false) : null;
    const isOffered = Object.values(prices).some((price) => price !== null);
    const first = priceField(currency, "monthly");
    if (at === 0 && !isOffered && !fields[first]) {
      fields[first] = `Enter a price in ${currency}, the house's currency, for one term at least.`;
    }
    const setup = priceField(currency, "setup");
    if (hasSetup && isOffered && !setupFee && !fields[setup]) {
      fields[setup] = "Enter what the set-up costs; 0 if nothing.";
    }
    return { currency, prices: prices as PriceTable, setupFee, isOffered };
  });
  return Object.keys(fields).length > 0 ? invalid(fields) : ok(lists);
}

/** Days of a free trial; a plan whose setup costs something has none, as a trial costs nothing until its end. */
function parseTrialDays(
  typed: string | undefined,
  lists: readonly PriceListView[],
): Result<number, ValidationError> {
  const text = (typed ?? "").trim();
  const days = text === "" ? 0 : /^\d{1,3}$/.test(text) ? Number(text) : Infinity;
  if (days > MAX_TRIAL_DAYS) {
    return invalid({ trial_days: `Enter whole days from 1 to ${MAX_TRIAL_DAYS}, or 0 for none.` });
  }
  if (days > 0 && lists.some(({ setupFee }) => setupFee !== null && setupFee.minor > 0)) {
    return invalid({ trial_days: "A plan with a set-up fee can't have a free trial." });
  }
  return ok(days);
}

function withLists<T extends Plan | Panel | Addon>(record: T, lists: readonly PriceListView[]): T {
  const [house, ...others] = lists;
  const offered = others.filter(({ isOffered }) => isOffered);
  const prices = house!.prices;
  if (!("setupFee" in record)) {
    const priceLists = Object.fromEntries(offered.map((list) => [list.currency, list.prices]));
    return { ...record, prices, priceLists };
  }
  const priceLists = Object.fromEntries(
    offered.map((list) => [list.currency, { prices: list.prices, setupFee: list.setupFee! }]),
  );
  return { ...record, prices, setupFee: house!.setupFee!, priceLists };
}

function toView(
  record: Plan | Panel | Addon,
  { kind, currencies }: { kind: PricedKind; currencies: readonly string[] },
): PricedView {
  const { id, slug, name, isActive } = record;
  const lists = currencies.map((currency, at) => listOf(record, currency, at === 0));
  const trialDays = "setupFee" in record ? record.trialDays : null;
  return { id, slug, name, isActive, kind, lists, trialDays };
}

function listOf(
  record: Plan | Panel | Addon,
  currency: string,
  isHouse: boolean,
): PriceListView {
  const setupOfHouse = "setupFee" in record ? record.setupFee : null;
  if (isHouse) return toList(currency, { prices: record.prices, setupFee: setupOfHouse });
  const list = Object.hasOwn(record.priceLists, currency) ? record.priceLists[currency]! : null;
  if (list === null) return toList(currency, { prices: NO_PRICES, setupFee: null });
  return "setupFee" in list
    ? toList(currency, list)
    : toList(currency, { prices: list, setupFee: null });
}

const NO_PRICES = Object.fromEntries(CYCLES.map((cycle) => [cycle, null])) as PriceTable;

function toList(
  currency: string,
  { prices, setupFee }: Pick<PriceListView, "prices" | "setupFee">,
): PriceListView {
  const isOffered = Object.values(prices).some((price) => price !== null);
  return { currency, prices, setupFee, isOffered };
}

function auditOf(record: Plan | Panel | Addon) {
  const { prices, priceLists } = record;
  const ofPlan = "setupFee" in record &&
    { setupFee: record.setupFee, trialDays: record.trialDays };
  return { prices, priceLists, ...ofPlan };
}
