/**
 * The parts of a selection, each against the catalogue. What doesn't fit is written down beside the name of its
 * form field. Pure, for the server and the order wizard alike.
 */
import type { Money } from "../shared/money.ts";
import type { Cycle } from "../shared/period.ts";
import type { AddonView, CatalogView, PlanView, Selection } from "./view.ts";

/** Entries of `addons[]` that are looked at. */
const MAX_ADDON_ENTRIES = 20;

/** Sentences by field name. */
export type Problems = Record<string, string>;

/** What a check looks at. */
export interface Chosen {
  catalog: CatalogView;
  plan: PlanView;
  cycle: Cycle;
  selection: Selection;
}

/** The data center of a selection, `""` if it can't be had. */
export function checkDatacenter({ catalog, plan, selection }: Chosen, fields: Problems): string {
  const datacenter = catalog.datacenters.find((known) => known.slug === selection.datacenter);
  if (!datacenter) {
    fields.datacenter = "Choose a data center.";
    return "";
  }
  if (!plan.datacenters.includes(datacenter.slug)) {
    fields.datacenter = `${plan.name} isn't offered in ${datacenter.city}. Choose another place.`;
    return "";
  }
  return datacenter.slug;
}

/** The operating system of a selection: that of the platform where the plan has one, `""` if it can't be had. */
export function checkOs({ catalog, plan, selection }: Chosen, fields: Problems): string {
  if (plan.platform) {
    if (!["", plan.platform.os].includes(text(selection.os))) {
      fields.os = `${plan.name} runs on our platform: its operating system can't be chosen.`;
    }
    return plan.platform.os;
  }
  const os = catalog.osImages.find((known) => known.slug === selection.os);
  if (!os) {
    fields.os = "Choose an operating system.";
    return "";
  }
  if (!plan.os.includes(os.slug)) {
    fields.os = `${os.name} ${os.version} isn't offered with ${plan.name}. Choose another one.`;
    return "";
  }
  return os.slug;
}

/** A control panel of an order. Without a price it isn't billed: there is none, or it is part of the plan. */
export interface ChosenPanel {
  slug: string;
  name: string;
  price: Money | null;
}

/** The control panel of a selection, for the operating system `os`. */
export function checkPanel(chosen: Chosen, os: string, fields: Problems): ChosenPanel {
  const { catalog, plan, cycle, selection } = chosen;
  const none = { slug: "none", name: "", price: null };
  const wanted = text(selection.panel);
  if (plan.platform) {
    if (!["", "none", plan.platform.panel].includes(wanted)) {
      fields.panel = `${plan.name} comes with its own control panel: another can't be chosen.`;
    }
    return { ...none, slug: plan.platform.panel };
  }
  if (wanted === "" || wanted === "none") return none;
  const panel = catalog.panels.find((known) => known.slug === wanted);
  const price = panel?.prices[cycle];
  if (!panel) fields.panel = "Choose one of the control panels, or none.";
  else if (!plan.panels.includes(panel.slug)) {
    fields.panel = `${panel.name} isn't offered with ${plan.name}.`;
  } else if (!price) fields.panel = `${panel.name} can't be ordered for this term.`;
  else {
    if (os && !panel.os.includes(os)) fields.panel = panelMismatch(catalog, panel.name, os);
    return { slug: panel.slug, name: panel.name, price };
  }
  return none;
}

function panelMismatch(catalog: CatalogView, panelName: string, osSlug: string): string {
  const os = catalog.osImages.find((known) => known.slug === osSlug);
  return `${panelName} doesn't run on ${os?.name} ${os?.version}. ` +
    "Choose another operating system, another panel, or none.";
}

/** An add-on of an order. */
export interface ChosenAddon {
  addon: AddonView;
  quantity: number;
  price: Money;
}

/** The add-ons that fit, in the catalogue's order. Empty entries are those that a form left unchosen. */
export function checkAddons(chosen: Chosen, fields: Problems): ChosenAddon[] {
  const given: unknown = chosen.selection.addons;
  const entries = Array.isArray(given) ? given.map(text).filter((entry) => entry !== "") : [];
  const found = new Map<string, ChosenAddon>();
  const problems = entries.length > MAX_ADDON_ENTRIES
    ? ["That is more add-ons than there are."]
    : entries.flatMap((entry) => addAddon(chosen, entry, found) ?? []);
  if (problems[0]) fields["addons[]"] = problems[0];
  return chosen.catalog.addons.flatMap((addon) => found.get(addon.slug) ?? []);
}

/** Adds one entry of `addons[]` to what was found, or says why not. */
function addAddon(
  { catalog, plan, cycle }: Chosen,
  entry: string,
  found: Map<string, ChosenAddon>,
): string | null {
  const { slug, quantity } = parseAddon(entry);
  const addon = catalog.addons.find((known) => known.slug === slug);
  if (!addon) return "Choose from the add-ons on this page.";
  if (!plan.addons.includes(slug)) return `${addon.name} isn't offered with ${plan.name}.`;
  if (found.has(slug)) return `${addon.name} is in your order twice. Set its quantity instead.`;
  const price = addon.prices[cycle];
  if (!price) return `${addon.name} can't be ordered for this term.`;
  if (quantity < 1 || quantity > addon.maxQuantity) {
    return addon.maxQuantity === 1
      ? `${addon.name} can be ordered once with a plan.`
      : `${addon.name} can be ordered 1 to ${addon.maxQuantity} times with a plan.`;
  }
  found.set(slug, { addon, quantity, price });
  return null;
}

/** An entry of `addons[]`: `ssl`, or `ipv4:2`. A quantity that isn't a small whole number counts as 0. */
function parseAddon(entry: string): { slug: string; quantity: number } {
  const colon = entry.indexOf(":");
  if (colon < 0) return { slug: entry, quantity: 1 };
  const quantity = entry.slice(colon + 1);
  return {
    slug: entry.slice(0, colon),
    quantity: /^\d{1,4}$/.test(quantity) ? Number(quantity) : 0,
  };
}

/** A received value if it is a text, else nothing: what came over the wire may be anything. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
