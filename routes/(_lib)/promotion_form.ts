/** The promotion form of staff: its fields, and how it is shown again. */
import { z } from "zod";
import { getCatalog } from "@/domain/catalog/mod.ts";
import { BROKEN_FORM } from "./actions.ts";
import type { Typed } from "./forms.ts";
import type { Ctx } from "./state.ts";

const text = z.string().optional();
const list = z.array(z.string()).default([]);

/** Every field as it is typed; whether it is right is for the use-case to say. */
export const promotionForm = z.strictObject({
  action: z.enum(["create", "change", "pause", "resume", "end"], BROKEN_FORM),
  code: text,
  name: text,
  benefit: text,
  percent: text,
  amounts: text,
  periods: text,
  period_count: text,
  plans: list,
  cycles: list,
  new_customers: text,
  starts_on: text,
  ends_on: text,
  max_uses: text,
  max_uses_per_customer: text,
});

/** What the form shows. */
export interface ShownForm {
  texts: Record<string, string>;
  lists: { plans: string[]; cycles: string[] };
  errors: Record<string, string>;
}

/** A new promotion: one use a customer, the first term. */
export const NEW_PROMOTION: ShownForm = {
  texts: { benefit: "percent", periods: "first", max_uses_per_customer: "1" },
  lists: { plans: [], cycles: [] },
  errors: {},
};

/** What was sent and refused. */
export function sentForm({ texts, lists }: Typed, errors: Record<string, string>): ShownForm {
  return { texts, lists: { plans: lists.plans ?? [], cycles: lists.cycles ?? [] }, errors };
}

/** The plans that a promotion can be for. */
export async function readPlans(ctx: Ctx): Promise<Array<{ slug: string; name: string }>> {
  const { plans } = await getCatalog(ctx.state.deps);
  return plans.map(({ slug, name }) => ({ slug, name }));
}
