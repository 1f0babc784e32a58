/** Says on the overview that invoices ask for money to nowhere. */
import { Alert, Button } from "../ui/mod.ts";
import type { SecurityReportView } from "@/domain/security/view.ts";

/** Nothing while invoices have details of the house's own. */
export function PaymentWarning(
  { payment, canEdit }: { payment: SecurityReportView["payment"]; canEdit: boolean },
) {
  const { hasDetails, hasExamples, areExamplesShown } = payment;
  if (hasDetails && !hasExamples) return null;
  const actions = canEdit && (
    <Button href="/admin/settings/bank" size="sm" variant="secondary">Set bank details</Button>
  );
  if (!hasDetails) {
    return (
      <Alert tone="warn" title="Customers can't pay yet" actions={actions}>
        No bank account and no crypto address is set: invoices say that details come on request.
      </Alert>
    );
  }
  return (
    <Alert tone="warn" title="The example payment details are still there" actions={actions}>
      {areExamplesShown
        ? "Invoices show them, as this is a local or a demonstration installation. Money that is sent to them is lost."
        : "Invoices leave them out. Set your own bank details and crypto addresses in their place."}
    </Alert>
  );
}
