/** Takes the buyer out of an invoice that needn't be kept any more. */
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { type Page, pageIds, type PageRequest, transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { getInvoiceRecord, readInvoice, replaceInvoice } from "./repo.ts";
import { invoiceSeals } from "./seal.ts";

/** One page of the ids and days of a customer's invoices, for what is done with each of them. */
export async function pageInvoiceDays(
  kv: Deno.Kv,
  accountId: string,
  request: PageRequest,
): Promise<Page<{ id: string; issuedOn: string }>> {
  const page = await pageIds(kv, ["invoices_by_customer", accountId], request);
  const items = await Promise.all(page.items.map(async (id) => {
    const invoice = await readInvoice(kv, id);
    return { id, issuedOn: invoice!.issuedAt.slice(0, 10) };
  }));
  return { items, next: page.next };
}

/** Erases the buyer; numbers, lines and sums stay. Running it again changes nothing. */
export async function eraseBuyer(
  deps: Pick<Deps, "kv" | "lanes">,
  invoiceId: string,
): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const invoice = await getInvoiceRecord(tx, invoiceId);
      if (!invoice || invoice.buyer.name === ERASED) return ok(undefined);
      await invoiceSeals.stageErase(tx, invoiceId);
      replaceInvoice(tx, invoice, {
        ...invoice,
        buyer: { name: ERASED, email: null, addressLines: [], country: null, taxNumber: null },
        voidReason: invoice.voidReason && ERASED,
        writtenOff: invoice.writtenOff && { ...invoice.writtenOff, reason: ERASED },
      });
      return ok(undefined);
    }),
  );
}
