/** The seals of credit notes: what of one is signed when it is issued. */
import { DocumentSeals, sealOld } from "@/domain/seal/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { CreditNote } from "./model.ts";
import { getCreditNoteRecord } from "./repo.ts";

/** Seals of credit notes. The reason is erased with the buyer: it may name them. */
export const creditNoteSeals = new DocumentSeals<CreditNote>({
  name: "credit_note",
  frozenOf(note) {
    const { number, invoiceNumber, issuedAt, currency, lines } = note;
    const { subtotal, tax, total, returned, seller, letterhead, taxRule, basis } = note;
    return {
      format: "cloudnest-credit-note/1",
      number,
      invoiceNumber,
      issuedAt,
      currency,
      lines,
      subtotal,
      tax,
      total,
      returned,
      seller,
      // Those of before letterheads were kept were signed without.
      ...(letterhead && { letterhead }),
      taxRule,
      // Those of before had none, and were signed without.
      ...(basis && { basis }),
    };
  },
  personalOf: ({ buyer, reason }) => ({ buyer, reason }),
});

/** Seals what has no seal among the next credit notes; how many those were. */
export function sealOldCreditNotes(deps: Deps): Promise<number> {
  return sealOld(deps, {
    collection: "credit_notes",
    seals: creditNoteSeals,
    get: getCreditNoteRecord,
  });
}
