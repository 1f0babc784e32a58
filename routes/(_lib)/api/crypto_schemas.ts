/** The objects of the API about paying: what an invoice costs on a chain, where that stands, and paying from the wallet. */
import { z } from "zod";
import { CHAIN_PHASES } from "@/domain/crypto/mod.ts";
import { ASSETS, CRYPTO_RULES } from "@/domain/settings/mod.ts";
import { moneySchema } from "./schemas.ts";

const text = z.string();
const instant = z.iso.datetime().describe("An instant in UTC.");
const asset = z.enum(ASSETS);

export const coinsSchema = z.object({
  amount: text.regex(/^\d+(\.\d+)?$/).describe("In whole coins, exact."),
  asset,
}).describe("An amount of an asset. Read `amount` as a decimal, never as a float.");

const sighting = z.object({
  txid: text,
  coins: coinsSchema,
  first_seen_at: instant,
  match: z.enum(["on_time", "late", "wrong_asset"]),
  confirmations: z.int(),
  confirmations_needed: z.int(),
  status: z.enum([
    "seen",
    "confirming",
    "booked",
    "waits_for_staff",
    "waits_for_rate",
    "dismissed",
    "gone",
    "lost",
  ]),
  booked: moneySchema.nullable().describe("What it was booked for."),
});

export const cryptoPaymentSchema = z.object({
  id: text.describe(
    "Id of the payment on its chain, for example `chp_01ARZ3NDEKTSV4RRFFQ69G5FAV`.",
  ),
  invoice_id: text,
  network: text.describe("Send on this network only: on any other it is lost."),
  asset,
  address: text,
  address_is_shared: z.boolean().describe("Others are asked to pay to the same address."),
  to_send: coinsSchema.describe("What is left to be sent; 0 once all of it was seen."),
  due: moneySchema.describe("What that is for."),
  price: moneySchema.describe("What one coin is worth in this quote."),
  rate: z.enum(["fresh", "last_good"])
    .describe("`last_good`: the price sources don't agree, and a margin is in the price."),
  expires_at: instant.describe("Until then the amount holds. Don't send it later: ask again."),
  is_expired: z.boolean(),
  uri: text.describe("For a wallet or a QR code (BIP 21, EIP 681)."),
  is_watched: z.boolean()
    .describe("Whether a node sees what comes. If not, name the transaction in the dashboard."),
  confirmations_needed: z.int(),
  tolerance_basis_points: z.int().describe("By how much less than asked for counts as paid."),
  late_rule: z.enum(CRYPTO_RULES).describe("What happens to money that comes too late."),
  wrong_asset_rule: z.enum(CRYPTO_RULES).describe("What happens to money in another asset."),
  state: z.object({
    phase: z.enum(CHAIN_PHASES),
    received: coinsSchema.nullable(),
    missing: coinsSchema.nullable(),
    excess: coinsSchema.nullable(),
    confirmations: z.int().nullable(),
    confirmations_needed: z.int().nullable(),
    is_replaceable: z.boolean().describe("Its sender may still replace it (BIP 125)."),
    waits_for_staff: z.boolean(),
  }).describe("Where it stands."),
  transactions: z.array(sighting),
}).describe("What an invoice costs on a chain, and what has come of it.");

export const invoiceCryptoSchema = z.object({
  assets: z.array(z.object({ asset, name: text, network: text }))
    .describe("What the invoice can be paid in just now."),
  payments: z.array(cryptoPaymentSchema)
    .describe("One for each chain that was asked about, the newest quote first."),
}).describe("Paying an invoice in cryptocurrency.");

export const quoteRequestSchema = z.strictObject({ asset })
  .describe("What to pay an invoice with.");

export const walletPaymentRequestSchema = z.strictObject({
  amount: text.max(30).regex(/^\d+(\.\d+)?$/, "A decimal such as 12.50.").optional()
    .describe("A part of what is due, in the invoice's currency; all of it unless told."),
}).describe("A payment from the wallet.");

export const walletPaymentSchema = z.object({
  invoice_id: text,
  paid: moneySchema.describe("What this request has paid."),
  due: moneySchema.describe("What was due on the invoice after it."),
}).describe("What a payment from the wallet has done.");
