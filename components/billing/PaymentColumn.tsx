/** Beside an invoice: where its payment stands, the ways to pay, proofs and what was received. */
import type { PromiseView } from "@/domain/billing/view.ts";
import type { CryptoAssetView } from "@/domain/crypto/view.ts";
import type { InvoiceView } from "@/domain/invoice/view.ts";
import { MAX_PROOFS, type PaymentView, type ProofView } from "@/domain/payment/view.ts";
import type { MoneyValue } from "../ui/Money.tsx";
import { PayCard } from "./PayCard.tsx";
import { PromiseCard } from "./PromiseCard.tsx";
import { CancelTopUp } from "./CancelTopUp.tsx";
import { PaymentState } from "./PaymentState.tsx";
import { PaymentList, ProofForm, ProofList } from "./ProofForm.tsx";
import { WalletCard } from "./WalletCard.tsx";

/** A form of the page that was refused. */
export interface SentInvoiceForm {
  name: "wallet" | "proof" | "promise" | "top_up";
  texts: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/** Props of `PaymentColumn`. */
export interface PaymentColumnProps {
  invoice: InvoiceView;
  /** The day on which it was due is over. */
  isOverdue: boolean;
  proofs: ProofView[];
  payments: PaymentView[];
  /** In the customer's wallet, in the currency of the invoice. */
  balance: MoneyValue;
  /** Assets that the invoice can be paid in. */
  assets: CryptoAssetView[];
  /** What the customer can put off; `null` where there is nothing. */
  promise: PromiseView | null;
  sent: SentInvoiceForm | null;
}

/** In front of an open invoice on a phone, behind any other. */
export function PaymentColumn(props: PaymentColumnProps) {
  const { invoice, proofs, payments, balance, assets, promise, sent } = props;
  const isOpen = invoice.status === "open";
  const canUpload = isOpen && proofs.length < MAX_PROOFS || sent?.name === "proof";
  const stateOf = (name: SentInvoiceForm["name"]) =>
    sent?.name === name ? sent : { texts: {}, errors: {} };
  const proof = stateOf("proof");
  const wallet = stateOf("wallet");
  return (
    <div
      class={isOpen
        ? "flex min-w-0 flex-col gap-6 print:order-last"
        : "flex min-w-0 flex-col gap-6 lg:order-2 print:hidden"}
    >
      <div class="empty:hidden print:hidden">
        <PaymentState invoice={invoice} proofs={proofs} />
      </div>
      <div class="empty:hidden print:hidden">
        <WalletCard
          invoice={invoice}
          balance={balance}
          texts={wallet.texts}
          errors={wallet.errors}
        />
      </div>
      {invoice.instructions && (
        <PayCard
          invoice={invoice}
          instructions={invoice.instructions}
          isOverdue={props.isOverdue}
          assets={assets}
        />
      )}
      <div class="flex min-w-0 flex-col gap-6 empty:hidden print:hidden">
        <PromiseCard promise={promise} {...stateOf("promise")} />
        {canUpload && (
          <ProofForm
            action={`/dashboard/invoices/${invoice.id}#proof`}
            errors={proof.errors}
            typed={proof.texts}
          />
        )}
        {proofs.length > 0 && (
          <ProofList
            proofs={proofs}
            href={(id) => `/dashboard/proofs/${id}`}
          />
        )}
        <CancelTopUp invoice={invoice} errors={stateOf("top_up").errors} />
        {payments.length > 0 && <PaymentList payments={payments} />}
      </div>
    </div>
  );
}
