/** A promotion as the texts of its form. */
import { toDecimal } from "../shared/money.ts";
import type { Promotion } from "./model.ts";
import type { Benefit } from "./terms.ts";

/** A promotion as the form shows it: texts by field, and lists. */
export function formOf(promotion: Promotion): {
  texts: Record<string, string>;
  lists: { plans: string[]; cycles: string[] };
} {
  const { benefit, periods } = promotion;
  const text = (value: number | string | null) => value === null ? "" : String(value);
  return {
    texts: {
      code: promotion.code,
      name: promotion.name,
      benefit: benefit.kind,
      percent: benefit.kind === "percent" ? String(benefit.basisPoints / 100) : "",
      amounts: benefit.kind === "fixed" ? amountsText(benefit) : "",
      periods: periods === null ? "all" : periods === 1 ? "first" : "some",
      period_count: periods !== null && periods > 1 ? String(periods) : "",
      new_customers: promotion.forNewCustomers ? "on" : "",
      starts_on: text(promotion.startsOn),
      ends_on: text(promotion.endsOn),
      max_uses: text(promotion.maxUses),
      max_uses_per_customer: text(promotion.maxUsesPerCustomer),
    },
    lists: { plans: [...promotion.plans], cycles: [...promotion.cycles] },
  };
}

function amountsText({ amounts }: Extract<Benefit, { kind: "fixed" }>): string {
  return amounts.map((amount) => `${toDecimal(amount)} ${amount.currency}`).join("\n");
}
