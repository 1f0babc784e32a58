/** The buttons at the top of an invoice's page, for customers and for staff. */
import { DownloadIcon } from "../state_icons.tsx";
import { Button } from "../ui/Button.tsx";
import type { InvoiceView } from "@/domain/invoice/view.ts";

/** Props of `InvoiceActions`. */
export interface InvoiceActionsProps {
  invoice: Pick<InvoiceView, "id" | "status" | "orderId">;
  /** `/dashboard` or `/admin`. */
  base: string;
}

/** Its explanation, its papers, and the order that it is for. */
export function InvoiceActions({ invoice, base }: InvoiceActionsProps) {
  const path = `${base}/invoices/${invoice.id}`;
  return (
    <span class="flex flex-wrap gap-2 print:hidden">
      <Button href={`${path}/explain`} variant="secondary">Explain</Button>
      <Button href={`${path}/pdf`} icon={DownloadIcon} variant="secondary">PDF</Button>
      {invoice.status === "paid" && (
        <Button href={`${path}/pdf?kind=receipt`} icon={DownloadIcon} variant="secondary">
          Receipt
        </Button>
      )}
      {invoice.orderId && (
        <Button href={`${base}/orders/${invoice.orderId}`} variant="secondary">
          See the order
        </Button>
      )}
    </span>
  );
}
