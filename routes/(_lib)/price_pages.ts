/** What the pages do on which staff see and set the prices of plans, panels and add-ons. */
import { page } from "fresh";
import { z } from "zod";
import type { PriceList } from "@/components/admin/prices/PricePages.tsx";
import {
  changePrices,
  getPricedView,
  listPriced,
  type PricedView,
  priceField,
} from "@/domain/catalog/mod.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { seeOther } from "./flash.ts";
import { readForm } from "./forms.ts";
import { requireStaff } from "./guards.ts";
import { formErrors, formStatus, problem } from "./problems.ts";
import { requireStepUp } from "./step_up.ts";
import type { Ctx } from "./state.ts";

/** What the page shows. */
export interface PricePageData {
  item: PricedView;
  canEdit: boolean;
  typed: Readonly<Record<string, string>> | null;
  errors: Readonly<Record<string, string>>;
}

/** Shows what is on a list. */
export async function listPrices(ctx: Ctx, { kinds }: PriceList) {
  const priced = await listPriced(ctx.state.deps, { viewer: requireStaff(ctx) });
  if (!priced.ok) return problem(priced.error);
  return page({ items: priced.value.filter(({ kind }) => kinds.includes(kind)) });
}

/** Shows the prices of an entry of the list. */
export async function showPrices(ctx: Ctx, list: PriceList) {
  const item = await load(ctx, list);
  return page<PricePageData>({ ...common(ctx, item), typed: null, errors: {} });
}

/** Sets them, after a proof of who it is. */
export async function savePrices(ctx: Ctx, list: PriceList) {
  const item = await load(ctx, list);
  const missing = requireStepUp(ctx);
  if (missing) return missing;
  const read = await readForm(ctx, formOf(item));
  if (!read.ok) return refuse(ctx, item, { typed: read.typed.texts, error: read.error });
  const { deps, requestId } = ctx.state;
  const actor = requireStaff(ctx);
  const changed = await changePrices(deps, { actor, id: item.id, form: read.value, requestId });
  if (!changed.ok && changed.error.code === "not_found") return problem(changed.error);
  if (!changed.ok) return refuse(ctx, item, { typed: read.typed.texts, error: changed.error });
  return await seeOther(ctx, list.path, {
    tone: "ok",
    text: `The prices of ${item.name} are set.`,
  });
}

async function load(ctx: Ctx, { kinds }: PriceList): Promise<PricedView> {
  const viewer = requireStaff(ctx);
  const found = await getPricedView(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!found.ok) return problem(found.error);
  return kinds.includes(found.value.kind) ? found.value : problem({ code: "not_found" });
}

/** The fields of the currencies that prices can be set in. */
function formOf({ lists, trialDays }: PricedView) {
  const names = lists.flatMap(({ currency }) =>
    [...CYCLES, "setup" as const].map((what) => priceField(currency, what))
  );
  const all = trialDays === null ? names : [...names, "trial_days"];
  const field = z.string().max(20).optional();
  return z.strictObject(Object.fromEntries(all.map((name) => [name, field])));
}

function common(ctx: Ctx, item: PricedView): Pick<PricePageData, "item" | "canEdit"> {
  return { item, canEdit: requireStaff(ctx).permissions.has("catalog.edit") };
}

function refuse(
  ctx: Ctx,
  item: PricedView,
  { typed, error }: { typed: Readonly<Record<string, string>>; error: Failure },
) {
  const errors = formErrors(error);
  return page<PricePageData>({ ...common(ctx, item), typed, errors }, formStatus(error));
}
