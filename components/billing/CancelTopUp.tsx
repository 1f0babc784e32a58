/** An open top-up: until when it can be paid, and the way to cancel it. */
import type { InvoiceView } from "@/domain/invoice/view.ts";
import { Alert, Button, Card, DateTime } from "../ui/mod.ts";

/** Props of `CancelTopUp`. */
export interface CancelTopUpProps {
  invoice: Pick<InvoiceView, "kind" | "status" | "expiresAt">;
  errors: Readonly<Record<string, string>>;
}

/** Nothing for other invoices, and once it isn't open. */
export function CancelTopUp({ invoice, errors }: CancelTopUpProps) {
  if (invoice.kind !== "top_up" || invoice.status !== "open") return null;
  return (
    <Card
      title="Changed your mind?"
      description="You owe nothing for a top-up. Money that is already on its way is in your wallet all the same when it arrives."
    >
      <form
        method="post"
        action="#cancel-top-up"
        id="cancel-top-up"
        class="flex flex-col gap-4"
      >
        <input type="hidden" name="action" value="cancel_top_up" />
        {errors[""] && <Alert tone="bad" role="alert">{errors[""]}</Alert>}
        {invoice.expiresAt !== null && (
          <p class="text-sm text-muted">
            If nobody pays it, it is void by itself on <DateTime value={invoice.expiresAt} />.
          </p>
        )}
        <div>
          <Button variant="secondary">Cancel the top-up</Button>
        </div>
      </form>
    </Card>
  );
}
