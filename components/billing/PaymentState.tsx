/** Where the payment of an invoice stands. */
import { Alert } from "../ui/Alert.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { InvoiceView } from "@/domain/invoice/view.ts";
import type { ProofView } from "@/domain/payment/view.ts";

/** Where the payment stands, in a sentence. */
export function PaymentState({ invoice, proofs }: { invoice: InvoiceView; proofs: ProofView[] }) {
  switch (invoice.status) {
    case "paid":
      return (
        <Alert tone="ok" title="This invoice is paid">
          {invoice.kind === "order"
            ? "Thank you. Your server's state is on the page of the order."
            : invoice.kind === "top_up"
            ? "Thank you. The money is in your wallet."
            : "Thank you. There is nothing left to do."}
        </Alert>
      );
    case "void":
      if (invoice.mergedIntoId) return <Merged id={invoice.mergedIntoId} />;
      return (
        <Alert tone="info" title="This invoice is void">
          {invoice.kind === "top_up"
            ? "Nothing is to be paid. If you have paid it already, the money is in your wallet as soon as it arrives."
            : "Nothing is to be paid. If you have paid it, the money is kept as credit: write to us."}
        </Alert>
      );
    case "uncollectible":
      return <Alert tone="warn" title="This invoice was closed without payment" />;
    case "open":
      return <ProofState proofs={proofs} />;
  }
}

/** It is part of another: that is the one to pay. */
function Merged({ id }: { id: string }) {
  return (
    <Alert tone="info" title="This invoice is part of another one now">
      Pay <TextLink href={`/dashboard/invoices/${id}`}>the new invoice</TextLink>{" "}
      instead. What you have paid here already counts there.
    </Alert>
  );
}

/** What became of the last proof; nothing while there is none. */
function ProofState({ proofs }: { proofs: ProofView[] }) {
  if (proofs.some((proof) => proof.status === "pending")) {
    return (
      <Alert tone="info" title="We are checking your payment">
        Your proof is here. There is nothing more to do: you get a mail when the payment is booked.
      </Alert>
    );
  }
  const [last] = proofs;
  if (last?.status !== "rejected") return null;
  return (
    <Alert tone="warn" title="We couldn't accept your proof of payment">
      <p class="wrap-anywhere">{last.rejectReason}</p>
      <p class="mt-1">
        Please <TextLink href="#proof">upload another one</TextLink>.
      </p>
    </Alert>
  );
}
