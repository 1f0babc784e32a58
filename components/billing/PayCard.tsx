/** How an open invoice is paid: amount, reference, and where the money goes. */
import { LandmarkIcon } from "../icons.tsx";
import {
  Alert,
  Card,
  CodeField,
  DateTime,
  formatMoney,
  Money,
  QrImage,
  TextLink,
} from "../ui/mod.ts";
import { decimalText } from "../ui/Money.tsx";
import type { CryptoAssetView } from "@/domain/crypto/view.ts";
import { CryptoWay, withoutOffered } from "./CryptoWay.tsx";
import { Way } from "./Way.tsx";
import { CopyButton } from "@/islands/CopyButton.tsx";
import type { InvoiceView, PaymentInstructionsView } from "@/domain/invoice/view.ts";

export interface PayCardProps {
  invoice: InvoiceView;
  instructions: PaymentInstructionsView;
  /** The day on which it was due is over. */
  isOverdue: boolean;
  /** Assets that are asked for on a page of their own. */
  assets: readonly CryptoAssetView[];
}

/** What happens once the money is here. */
const FOLLOWS: Readonly<Record<InvoiceView["kind"], string>> = {
  order: "We set up your server as soon as the money is here.",
  renewal: "Your server runs on without a break.",
  change: "The change is made as soon as the money is here.",
  top_up: "Your wallet is filled as soon as the money is here.",
  manual: "",
  merged: "",
};

const OVERDUE_RENEWAL =
  "Pay it now: a server that is suspended for it runs again the moment the money is here.";

/** Everything that somebody needs beside their banking app. */
export function PayCard({ invoice, instructions, isOverdue, assets }: PayCardProps) {
  const { banks, reference, printedReference } = instructions;
  const crypto = withoutOffered(instructions.crypto, assets);
  return (
    <Card
      title="Pay this invoice"
      description={
        <>
          {isOverdue ? "Was due" : "Due"} <DateTime value={invoice.dueOn} />.{" "}
          {isOverdue && invoice.kind === "renewal" ? OVERDUE_RENEWAL : FOLLOWS[invoice.kind]}
        </>
      }
    >
      <div class="flex flex-col gap-5">
        <div class="grid gap-5 sm:grid-cols-2">
          <div>
            <p class="mb-1.5 text-sm font-medium text-ink-soft">Amount</p>
            <p class="flex min-h-[2.75rem] items-center gap-2 text-2xl font-semibold text-ink">
              <Money amount={invoice.due} />
              <CopyButton value={plainAmount(invoice)} what="amount" />
            </p>
          </div>
          <CodeField
            label="Payment reference"
            value={printedReference}
            actions={<CopyButton value={reference} what="payment reference" />}
          />
        </div>
        <p class="text-sm text-muted">
          Give the reference exactly as it is, so that we can match your payment without delay.
        </p>
        {banks.length === 0 && crypto.length === 0 && assets.length === 0 && (
          <Alert tone="info" title="Payment details on request">
            Write to us through the <TextLink href="/contact">contact form</TextLink>{" "}
            and name this invoice: we send you the details to pay {formatMoney(invoice.due)}.
          </Alert>
        )}
        {banks.map((bank) => <BankWay key={bank.iban} bank={bank} />)}
        {crypto.length + assets.length > 0 && (
          <CryptoWay invoice={invoice} addresses={crypto} assets={assets} />
        )}
      </div>
    </Card>
  );
}

function BankWay({ bank }: { bank: PaymentInstructionsView["banks"][number] }) {
  return (
    <Way icon={LandmarkIcon} title={`Bank transfer in ${bank.currency}`}>
      <div class="grid gap-4 sm:grid-cols-2">
        <CodeField
          label="Account holder"
          value={bank.holder}
          actions={<CopyButton value={bank.holder} what="account holder" />}
        />
        <CodeField
          label="IBAN"
          value={inFours(bank.iban)}
          actions={<CopyButton value={bank.iban} what="IBAN" />}
        />
        {bank.bic && (
          <CodeField
            label="BIC"
            value={bank.bic}
            actions={<CopyButton value={bank.bic} what="BIC" />}
          />
        )}
        <CodeField label="Bank" value={bank.bankName} />
      </div>
      {bank.qr && (
        <div class="mt-5 flex flex-wrap items-center gap-5">
          <QrImage code={bank.qr} label={`QR code for a transfer to ${bank.bankName}`} />
          <p class="max-w-[16rem] text-sm text-muted">
            Scan this code with your banking app: it fills in the account, the amount and the
            reference.
          </p>
        </div>
      )}
      {bank.instructions && <p class="mt-3 text-sm text-muted">{bank.instructions}</p>}
    </Way>
  );
}

/** `120.00`, as banking apps take it. */
function plainAmount({ due }: InvoiceView): string {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency: due.currency })
    .resolvedOptions().maximumFractionDigits ?? 2;
  return decimalText(due.minor, digits);
}

function inFours(text: string): string {
  return text.replace(/(.{4})(?=.)/g, "$1 ");
}
