/** Paying an open invoice from the wallet, in full or in part. */
import { toDecimal } from "@/domain/shared/money.ts";
import type { InvoiceView } from "@/domain/invoice/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import { formatMoney, type MoneyValue } from "../ui/Money.tsx";
import { TextLink } from "../ui/TextLink.tsx";

/** Props of `WalletCard`. */
export interface WalletCardProps {
  invoice: InvoiceView;
  /** What the wallet has in the invoice's currency. */
  balance: MoneyValue;
  texts: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/** `action=pay_from_wallet amount`; nothing where the wallet can't pay. */
export function WalletCard({ invoice, balance, texts, errors }: WalletCardProps) {
  const isRefused = Object.keys(errors).length > 0;
  const canPay = invoice.status === "open" && invoice.kind !== "top_up" && balance.minor > 0;
  if (!canPay && !isRefused) return null;
  const payable = balance.minor < invoice.due.minor ? balance : invoice.due;
  return (
    <Card
      id="wallet"
      title="Pay from your wallet"
      description={
        <>
          {formatMoney(balance)} are in <TextLink href="/dashboard/wallet">your wallet</TextLink>.
        </>
      }
    >
      <form method="post" action="#wallet" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="pay_from_wallet" />
        <ErrorSummary errors={{ ...errors }} />
        <Input
          name="amount"
          label="Amount"
          inputmode="decimal"
          autocomplete="off"
          suffix={invoice.currency}
          value={texts.amount ?? toDecimal(payable)}
          error={errors.amount}
          hint={payable.minor < invoice.due.minor
            ? `${formatMoney(invoice.due)} are due: the rest stays open.`
            : "Enter less to pay a part of it."}
          required
        />
        <div>
          <Button>Pay from the wallet</Button>
        </div>
      </form>
    </Card>
  );
}
