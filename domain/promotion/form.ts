/** The form of a promotion, as staff type it, and what is made from it. */
import { z } from "zod";
import { type Money, parseMoney } from "../shared/money.ts";
import { CYCLES } from "../shared/period.ts";
import { dayField } from "../shared/period_schema.ts";
import { normaliseCode, type PromotionRules } from "./model.ts";

/** Amounts that a promotion may have: one a currency. */
const MAX_AMOUNTS = 20;

const whole = (max: number, message: string) =>
  z.string().trim().default("").transform((typed, context) => {
    if (typed === "") return null;
    if (/^\d{1,9}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= max) return Number(typed);
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** Fields of the form besides the code, which stays as it was made. */
const ruleFields = {
  name: z.string().trim().min(1, "Say what it is for: only staff see it.").max(
    80,
    "Use at most 80 characters.",
  ),
  benefit: z.enum(["percent", "fixed", "free_setup"], "Choose what the code gives."),
  percent: z.string().trim().default(""),
  amounts: z.string().max(600, "This is too long.").default(""),
  periods: z.enum(["first", "some", "all"], "Choose which terms are discounted.").default("first"),
  period_count: whole(120, "Enter a whole number from 1 to 120."),
  plans: z.array(z.string().max(40)).max(100).default([]),
  cycles: z.array(z.enum(CYCLES, "Choose from the billing cycles on this page."))
    .max(10).default([]),
  new_customers: z.enum(["on", ""]).default(""),
  starts_on: dayField,
  ends_on: dayField,
  max_uses: whole(10_000_000, "Enter a whole number from 1 on, or leave it empty."),
  max_uses_per_customer: whole(1000, "Enter a whole number from 1 to 1000, or leave it empty."),
};

const changeForm = z.strictObject(ruleFields);
const newForm = z.strictObject({
  code: z.string().transform((typed, context) => {
    const code = normaliseCode(typed);
    if (code !== null) return code;
    context.addIssue({
      code: "custom",
      message:
        "Use 3 to 32 letters from A to Z, digits, - and _, beginning with a letter or digit.",
    });
    return z.NEVER;
  }),
  ...ruleFields,
});

type Fields = z.output<typeof changeForm>;

/** Reads the form of a new promotion, or says by field what is wrong. `plans` are the slugs that there are. */
export function parseNew(form: unknown, plans: readonly string[]) {
  return withRules(newForm.safeParse(form), plans);
}

/** Reads the form of one that is changed. */
export function parseChange(form: unknown, plans: readonly string[]) {
  return withRules(changeForm.safeParse(form), plans);
}

function withRules<T extends Fields>(
  parsed: z.ZodSafeParseResult<T>,
  plans: readonly string[],
): { fields: Record<string, string> } | { typed: T; rules: PromotionRules } {
  if (!parsed.success) return { fields: firstMessages(parsed.error) };
  const typed = parsed.data;
  const fields: Record<string, string> = {};
  const benefit = benefitOf(typed, fields);
  const periods = typed.periods === "all"
    ? null
    : typed.periods === "first"
    ? 1
    : typed.period_count;
  if (typed.periods === "some" && typed.period_count === null) {
    fields.period_count = "Enter how many terms are discounted.";
  }
  if (typed.plans.some((plan) => !plans.includes(plan))) {
    fields.plans = "Choose from the plans on this page.";
  }
  if (typed.starts_on !== null && typed.ends_on !== null && typed.ends_on < typed.starts_on) {
    fields.ends_on = "The last day is before the first.";
  }
  if (!benefit || Object.keys(fields).length > 0) return { fields };
  return {
    typed,
    rules: {
      name: typed.name,
      benefit,
      // A setup fee is paid once.
      periods: benefit.kind === "free_setup" ? 1 : periods,
      plans: [...new Set(typed.plans)],
      cycles: [...new Set(typed.cycles)],
      forNewCustomers: typed.new_customers === "on",
      startsOn: typed.starts_on,
      endsOn: typed.ends_on,
      maxUses: typed.max_uses,
      maxUsesPerCustomer: typed.max_uses_per_customer,
    },
  };
}

function benefitOf(
  typed: Fields,
  fields: Record<string, string>,
): PromotionRules["benefit"] | null {
  switch (typed.benefit) {
    case "free_setup":
      return { kind: "free_setup" };
    case "percent": {
      const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed.percent);
      const basisPoints = match
        ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"))
        : 0;
      if (basisPoints >= 1 && basisPoints <= 10_000) return { kind: "percent", basisPoints };
      fields.percent = "Enter a percentage above 0 and up to 100, such as 20 or 12.5.";
      return null;
    }
    case "fixed": {
      const amounts = amountsOf(typed.amounts);
      if (amounts) return { kind: "fixed", amounts };
      fields.amounts = "Enter one amount a line with its currency, such as 10.00 EUR.";
      return null;
    }
  }
}

/** Amounts above zero, one a line, one a currency; `null` if something else was typed. */
function amountsOf(text: string): Money[] | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
  const amounts = lines.map((line) => {
    const match = /^(\S+)\s+([A-Za-z]{3})$/.exec(line);
    const [, amount = "", code = ""] = match ?? [];
    const currency = code.toUpperCase();
    const isKnown = Intl.supportedValuesOf("currency").includes(currency);
    return isKnown ? parseMoney(amount, currency) : null;
  });
  const isRight = amounts.length > 0 && amounts.length <= MAX_AMOUNTS &&
    amounts.every((amount) => amount !== null && amount.minor > 0) &&
    new Set(amounts.map((amount) => amount?.currency)).size === amounts.length;
  return isRight ? amounts as Money[] : null;
}

function firstMessages(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { path, message, code } of error.issues) {
    const isBroken = code === "unrecognized_keys" || message.startsWith("Invalid input");
    fields[String(path[0] ?? "")] ??= isBroken
      ? "This part of the form is broken: reload the page."
      : message;
  }
  return fields;
}
