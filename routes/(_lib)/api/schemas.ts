/** The objects that the API answers with: what isn't named here doesn't leave. OpenAPI document and answers use the same. */
import { z } from "zod";
import { API_SCOPES } from "@/domain/api_token/mod.ts";
import { INVOICE_KINDS, INVOICE_STATUSES, LINE_KINDS } from "@/domain/invoice/mod.ts";
import { ORDER_STATUSES, PAYMENT_METHODS } from "@/domain/order/mod.ts";
import { SERVICE_STATUSES } from "@/domain/service/mod.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { TAX_TREATMENTS } from "@/domain/tax/mod.ts";

const text = z.string();
const instant = z.iso.datetime().describe("An instant in UTC.");
const day = z.iso.date().describe("A day in UTC.");
const count = z.int().min(1);
const item = z.object({ label: text, value: text });

/** Ids are opaque: a prefix that says what it is, and 26 characters. */
function id(prefix: string, what: string) {
  return text.describe(`Id of ${what}, for example \`${prefix}_01ARZ3NDEKTSV4RRFFQ69G5FAV\`.`);
}

export const moneySchema = z.object({
  amount: text.regex(/^-?\d+(\.\d+)?$/).describe("In the currency's main unit, exact."),
  currency: text.regex(/^[A-Z]{3}$/).describe("ISO 4217 code."),
}).describe("An amount of money. Read `amount` as a decimal, never as a float.");

const line = z.object({
  kind: z.enum(["plan", "panel", "addon", "setup", "discount"]),
  label: text,
  quantity: count,
  unit: moneySchema,
  amount: moneySchema,
});

export const accountSchema = z.object({
  id: id("cus", "the account"),
  name: text,
  email: text,
  email_verified: z.boolean(),
  created_at: instant,
  token: z.object({
    kind: z.enum(["token", "session"])
      .describe("A personal access token, or the access token of a log-in."),
    scopes: z.array(z.enum(API_SCOPES)),
    expires_at: instant.nullable().describe("`null` for access tokens, which last ten minutes."),
  }).describe("The token that the request was sent with."),
}).describe("The account that the token belongs to.");

export const orderSummarySchema = z.object({
  id: id("ord", "the order"),
  number: text,
  status: z.enum(ORDER_STATUSES),
  plan_name: text,
  cycle: z.enum(CYCLES),
  hostname: text,
  total: moneySchema,
  placed_at: instant,
  expires_at: instant.describe("When the order closes by itself while it isn't paid."),
}).describe("An order, in short.");

export const orderSchema = orderSummarySchema.extend({
  plan: text.describe("Slug of the plan."),
  datacenter_name: text,
  os_name: text,
  panel_name: text.describe("Empty where there is none."),
  highlights: z.array(item),
  lines: z.array(line),
  subtotal: moneySchema,
  tax: moneySchema,
  tax_label: text,
  prices_include_tax: z.boolean().describe(
    "Whether the amounts of lines and renewals have the tax in them.",
  ),
  promo_code: text.nullable(),
  renewal: moneySchema.describe("Price of each further term, as prices are, without discounts."),
  invoice_id: id("inv", "its invoice"),
  invoice_number: text,
  service_id: id("svc", "its service").nullable(),
  payment_method: z.enum(PAYMENT_METHODS),
  paid_at: instant.nullable(),
  activated_at: instant.nullable(),
  closed_at: instant.nullable(),
  close_reason: text.nullable(),
}).describe("An order.");

export const serviceSummarySchema = z.object({
  id: id("svc", "the service"),
  order_id: id("ord", "its order"),
  order_number: text,
  status: z.enum(SERVICE_STATUSES),
  plan: text.describe("Slug of the plan."),
  plan_name: text,
  datacenter_name: text,
  hostname: text,
  cycle: z.enum(CYCLES),
  renewal: moneySchema.describe("Due for each further term, before tax."),
  next_due_on: day.nullable(),
  created_at: instant,
}).describe("A service, in short.");

export const serviceSchema = serviceSummarySchema.extend({
  os_name: text,
  panel_name: text.describe("Empty where there is none."),
  addons: z.array(item),
  highlights: z.array(item),
  activated_at: instant.nullable(),
  access: z.object({
    ip: text,
    username: text,
    port: z.int(),
    panel_url: text.nullable(),
  }).nullable().describe("How to reach the machine, while it runs. The API never tells passwords."),
}).describe("A service.");

export const invoiceSummarySchema = z.object({
  id: id("inv", "the invoice"),
  number: text,
  kind: z.enum(INVOICE_KINDS).describe("What it was issued for."),
  order_id: id("ord", "its order").nullable(),
  service_id: id("svc", "the service that it changes").nullable(),
  status: z.enum(INVOICE_STATUSES),
  total: moneySchema,
  due: moneySchema.describe("What is still to be paid."),
  issued_at: instant,
  due_on: day,
  paid_at: instant.nullable(),
}).describe("An invoice, in short.");

const party = z.object({
  name: text,
  email: text.nullable(),
  address_lines: z.array(text),
  country: text.nullable().describe("ISO 3166-1 code."),
  tax_number: text.nullable(),
});

export const invoiceSchema = invoiceSummarySchema.extend({
  lines: z.array(line.extend({ kind: z.enum(LINE_KINDS), net: moneySchema, tax: moneySchema })),
  subtotal: moneySchema,
  tax: moneySchema,
  paid: moneySchema.describe("Settled so far."),
  credited: moneySchema.describe("Taken off by credit notes."),
  notes: text,
  buyer: party,
  seller: party,
  tax_label: text,
  tax_rate_basis_points: z.int().describe("Hundredths of a percent: 1900 is 19 %."),
  tax_treatment: z.enum(TAX_TREATMENTS).describe("Why there is tax, or why there is none."),
  tax_note: text.describe("What the law wants printed; empty for nothing."),
  prices_include_tax: z.boolean().describe("Whether the amounts of lines have the tax in them."),
  reference: text.describe("To be given with the payment (ISO 11649)."),
  voided_at: instant.nullable(),
}).describe("An invoice.");

export const walletSchema = z.object({
  balances: z.array(moneySchema).describe("One of each currency, the house's first."),
}).describe("What is in the wallet.");

/** A page of a list of `entry`. */
export function pageSchema<S extends z.ZodType>(entry: S) {
  return z.object({
    data: z.array(entry),
    next: text.nullable().describe("Send it as `after` for what follows; `null` on the last page."),
  }).describe("One page of a list, newest first.");
}

export const orderPageSchema = pageSchema(orderSummarySchema);
export const servicePageSchema = pageSchema(serviceSummarySchema);
export const invoicePageSchema = pageSchema(invoiceSummarySchema);

export const logInSchema = z.strictObject({
  email: text.max(1000),
  password: text.max(1000),
  code: text.max(100).optional()
    .describe(
      "Of your app, or a recovery code; only where the account has two-factor authentication.",
    ),
}).describe("A log-in.");

export const refreshSchema = z.strictObject({ refresh_token: text.max(1000) })
  .describe("The refresh token of the last answer.");

export const grantSchema = z.object({
  access_token: text.describe("Send it as bearer token."),
  token_type: z.literal("Bearer"),
  expires_in: z.int().describe("Seconds until the access token ends."),
  refresh_token: text.describe("Good for one refresh; keep it as you would keep a password."),
  session_ends_at: instant.describe("From then on a new log-in is needed."),
}).describe("Tokens of a session.");

export const problemSchema = z.object({
  type: z.url(),
  title: text,
  status: z.int(),
  detail: text,
  code: text.describe("The kind of problem, for programs."),
  request_id: text.describe("Names the request when you write to us about it."),
  errors: z.array(z.object({ field: text, detail: text })).optional(),
}).describe("A problem (RFC 9457).");
