/** Facts of a payment on a chain for staff: where it goes, what was asked for, and where the rates came from. */
import type { QuoteView, StaffChainPaymentView } from "@/domain/crypto/view.ts";
import { CopyButton } from "@/islands/CopyButton.tsx";
import { Card } from "../../ui/Card.tsx";
import { CodeField } from "../../ui/CodeField.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { DescriptionList } from "../../ui/DescriptionList.tsx";
import { formatMoney } from "../../ui/Money.tsx";
import { StatusBadge } from "../../ui/StatusBadge.tsx";
import { TextLink } from "../../ui/TextLink.tsx";
import { priceText, titleOf } from "../../crypto/texts.ts";
import { SOURCE_NAMES } from "./rate_texts.ts";

/** The payment's place. */
export function ChainFacts({ payment }: { payment: StaffChainPaymentView }) {
  const { state, address, index, lookedAt, nextLookAt } = payment;
  return (
    <Card title={titleOf(payment)}>
      <div class="flex flex-col gap-5">
        <CodeField
          label="Address"
          value={address}
          actions={<CopyButton value={address} what="address" />}
        />
        <DescriptionList
          items={[
            { label: "State", value: <StatusBadge kind="chain_payment" status={state.phase} /> },
            { label: "Received", value: state.received ?? "Nothing yet" },
            {
              label: "Invoice",
              value: (
                <TextLink href={`/admin/invoices/${payment.invoiceId}`}>
                  {payment.invoiceNumber}
                </TextLink>
              ),
            },
            {
              label: "Customer",
              value: (
                <TextLink href={`/admin/users/${payment.customerId}`}>Open the account</TextLink>
              ),
            },
            {
              label: "Address number",
              value: index === null ? "Fixed address, shared by all" : String(index),
            },
            {
              label: "Last look at the chain",
              value: lookedAt ? <DateTime value={lookedAt} /> : "None: no node, or not yet",
            },
            {
              label: "Next look",
              value: nextLookAt ? <DateTime value={nextLookAt} /> : "None",
            },
          ]}
        />
      </div>
    </Card>
  );
}

/** What was asked for, the newest first, with the prices that each rate came from. */
export function Quotes({ quotes }: { quotes: QuoteView[] }) {
  return (
    <Card title="Quotes">
      <ol class="-my-4 divide-y divide-line">
        {quotes.map((quote) => <Quote key={quote.number} quote={quote} />)}
      </ol>
    </Card>
  );
}

function Quote({ quote }: { quote: QuoteView }) {
  return (
    <li class="flex flex-col gap-2 py-4 text-sm">
      <p class="flex flex-wrap justify-between gap-x-4">
        <span class="font-medium tabular-nums text-ink">{quote.amount}</span>
        <span class="tabular-nums text-ink-soft">{formatMoney(quote.due)}</span>
      </p>
      <p class="text-muted">
        <DateTime value={quote.lockedAt} />, held until <DateTime value={quote.expiresAt} />, at
        {" "}
        {priceText(quote)}
        {quote.rateKind === "last_good" && ", the last good rate with its margin"}
      </p>
      <ul class="flex flex-col gap-0.5 text-xs text-muted">
        {quote.sources.map(({ source, price, at, leftOut }) => (
          <li key={source}>
            {`${SOURCE_NAMES[source]}: ${priceText({ price, due: quote.due })}, `}
            <DateTime value={at} />
            {leftOut && `, left out (${leftOut.replaceAll("_", " ")})`}
          </li>
        ))}
      </ul>
    </li>
  );
}
