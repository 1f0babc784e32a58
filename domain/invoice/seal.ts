/** The seals of invoices: what of one is signed when it is issued. */
import type { Deps } from "@/domain/shared/deps.ts";
import { DocumentSeals, sealOld } from "@/domain/seal/mod.ts";
import type { Invoice } from "./model.ts";
import { getInvoiceRecord } from "./repo.ts";

/** Seals of invoices. */
export const invoiceSeals = new DocumentSeals<Invoice>({
  name: "invoice",
  frozenOf(invoice) {
    const { number, kind, issuedAt, dueOn, currency, lines, notes, reference } = invoice;
    const { subtotal, tax, total, seller, letterhead, taxRule } = invoice;
    return {
      format: "cloudnest-invoice/1",
      number,
      kind,
      issuedAt,
      dueOn,
      currency,
      lines,
      subtotal,
      tax,
      total,
      seller,
      // Those of before letterheads were kept were signed without.
      ...(letterhead && { letterhead }),
      taxRule,
      notes,
      reference,
    };
  },
  personalOf: ({ buyer }) => ({ buyer }),
});

/** Seals what has no seal among the next invoices; how many those were. */
export function sealOldInvoices(deps: Deps): Promise<number> {
  return sealOld(deps, { collection: "invoices", seals: invoiceSeals, get: getInvoiceRecord });
}
