/** Invoices to pay and files to upload, for tests of payments. */
import { getInvoice } from "@/domain/invoice/mod.ts";
import type { InvoiceView } from "@/domain/invoice/mod.ts";
import { type PaymentForm, recordPayment } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeStaff, mustPlace, openShop } from "../order/fixtures.ts";

/** A customer with an open invoice. */
export interface Debt {
  customer: CustomerActor;
  orderId: string;
  invoice: InvoiceView;
}

/** Opens the shop, registers a customer and places an order. */
export async function makeDebt(deps: Deps): Promise<Debt> {
  return await placeDebt(deps, await openShop(deps));
}

/** Places a customer's order. */
export async function placeDebt(
  deps: Deps,
  customer: CustomerActor,
  hostname = "server1.example.com",
): Promise<Debt> {
  const { orderId, invoiceId } = await mustPlace(deps, customer, { hostname });
  const invoice = unwrap(await getInvoice(deps, { viewer: customer, id: invoiceId }));
  return { customer, orderId, invoice };
}

/** A payment form that fits a debt, with changes. */
export function paymentForm(amount: Money, change: PaymentForm = {}): PaymentForm {
  return {
    amount: toDecimal(amount),
    currency: amount.currency,
    method: "bank_transfer",
    reference: "TX-0001",
    received_on: "2026-03-01",
    ...change,
  };
}

/** Records a payment by an owner: what is due, unless the form is changed. */
export function pay(deps: Deps, debt: Debt, change: PaymentForm = {}) {
  return recordPayment(deps, {
    actor: makeStaff(),
    invoiceId: debt.invoice.id,
    form: paymentForm(debt.invoice.due, change),
  });
}

/** A PNG of one pixel. */
export const PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
);

/** A JPEG of one pixel. */
export const JPEG = Uint8Array.fromBase64(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQ" +
    "CgwSExIQEw8QEBD/yQALCAABAAEBAREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k=",
);

/** A WebP of one pixel. */
export const WEBP = Uint8Array.fromBase64(
  "UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAwA0JaQAA3AA/vuUAAA=",
);

/** The smallest PDF that a reader opens. */
export const PDF = new TextEncoder().encode(
  `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 3 3]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000052 00000 n 
0000000101 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
160
%%EOF
`,
);

/** Bytes one after the other. */
export function join(...parts: Array<Uint8Array | string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const arrays = parts.map((part) => typeof part === "string" ? encoder.encode(part) : part);
  const joined = new Uint8Array(arrays.reduce((a, part) => a + part.length, 0));
  let at = 0;
  for (const part of arrays) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
