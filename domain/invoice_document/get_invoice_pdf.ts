/**
 * The PDF of an invoice or of its receipt, made when it is asked for: that takes less than reading a stored one would
 * save, and a stored one would be out of date with each payment.
 */
import { getInvoice, invoiceSeals, readInvoice } from "@/domain/invoice/mod.ts";
import { listPayments } from "@/domain/payment/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { describeInvoice } from "./describe_invoice.ts";
import { describeReceipt } from "./describe_receipt.ts";
import { letterheadOf } from "./letterhead.ts";
import { type PdfDownload, toPdf } from "./pdf_download.ts";

/** What can be printed of an invoice. */
export const INVOICE_PAPERS = ["invoice", "receipt"] as const;

/** What can be printed of an invoice. */
export type InvoicePaper = (typeof INVOICE_PAPERS)[number];

/** An invoice's PDF for whoever may see the invoice; a receipt exists once the invoice is paid. */
export async function getInvoicePdf(
  deps: Deps,
  { viewer, id, paper }: { viewer: CustomerActor | StaffActor; id: string; paper: InvoicePaper },
): Promise<Result<PdfDownload, NotFound>> {
  const [view, payments] = viewer.kind === "staff"
    ? await Promise.all([
      getInvoice(deps, { viewer, id }),
      listPayments(deps, { viewer, invoiceId: id }),
    ])
    : await Promise.all([
      getInvoice(deps, { viewer, id }),
      listPayments(deps, { viewer, invoiceId: id }),
    ]);
  if (!view.ok) return view;
  const [invoice, seal] = await Promise.all([
    readInvoice(deps.kv, id),
    invoiceSeals.read(deps.kv, id),
  ]);
  if (!invoice || paper === "receipt" && (invoice.status !== "paid" || !invoice.paidAt)) {
    return notFound();
  }
  const { appUrl } = deps.config;
  const common = {
    invoice,
    letterhead: await letterheadOf(deps, invoice),
    seal: seal &&
      { seal, what: "invoice" as const, signed: invoiceSeals.signed(invoice, seal), appUrl },
  };
  const description = paper === "receipt"
    ? describeReceipt({ ...common, payments })
    : describeInvoice({
      ...common,
      appUrl,
      instructions: view.value.instructions,
    });
  const name = paper === "receipt" ? `receipt-${invoice.number}` : invoice.number;
  return ok(await toPdf(deps, description, { name }));
}
