/** Ways to book a line, each with its reasons in words and one button. */
import { Button } from "../../ui/Button.tsx";
import { Money } from "../../ui/Money.tsx";
import { TextLink } from "../../ui/TextLink.tsx";
import { toDecimal } from "@/domain/shared/money.ts";
import type { AllocationView, LineView, SuggestionView } from "@/domain/statement/view.ts";

/** Props of `Suggestions`. */
export interface SuggestionsProps {
  line: LineView;
  /** May book. */
  canBook: boolean;
  /** Shows so many, the best first. */
  limit?: number;
}

/** The suggestions of an open line; nothing where there are none. */
export function Suggestions({ line, canBook, limit = 5 }: SuggestionsProps) {
  if (line.suggestions.length === 0) return null;
  return (
    <ol class="flex flex-col gap-3">
      {line.suggestions.slice(0, limit).map((suggestion, at) => (
        <li
          key={at}
          class="flex flex-col gap-3 rounded-md border border-line bg-ground/40 p-4 text-sm"
        >
          <div class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <Allocations allocations={suggestion.allocations} />
            <Score suggestion={suggestion} />
          </div>
          <ul class="flex list-disc flex-col gap-1 pl-5 text-muted">
            {suggestion.reasons.map((reason) => <li key={reason}>{reason}</li>)}
          </ul>
          {canBook && <BookForm line={line} suggestion={suggestion} isFirst={at === 0} />}
        </li>
      ))}
    </ol>
  );
}

function Score({ suggestion }: { suggestion: SuggestionView }) {
  return (
    <p class="whitespace-nowrap text-muted">
      Score <strong class="font-semibold tabular-nums text-ink">{suggestion.score}</strong> of 100
    </p>
  );
}

/** Where money goes: invoices and wallets with their amounts. */
export function Allocations({ allocations }: { allocations: AllocationView[] }) {
  return (
    <ul class="flex min-w-0 flex-col gap-1">
      {allocations.map((allocation, at) => (
        <li key={at} class="wrap-anywhere">
          <Money amount={allocation.amount} />{" "}
          <span class="text-muted">{allocation.invoiceId ? "to" : "to the wallet of"}</span>{" "}
          {allocation.invoiceId && (
            <>
              <TextLink href={`/admin/invoices/${allocation.invoiceId}`}>
                {allocation.invoiceNumber}
              </TextLink>{" "}
              <span class="text-muted">of</span>
              {" "}
            </>
          )}
          <TextLink href={`/admin/users/${allocation.customerId}`}>
            {allocation.customerName}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

/** Posts the parts to the page of the line, which shows what went wrong if anything did. */
function BookForm(
  { line, suggestion, isFirst }: { line: LineView; suggestion: SuggestionView; isFirst: boolean },
) {
  const { allocations } = suggestion;
  const [first, ...others] = allocations;
  const target = others.length > 0 ? "all of them" : first?.invoiceNumber ?? "the wallet";
  return (
    <form method="post" action={`/admin/payments/lines/${line.id}`}>
      <input type="hidden" name="action" value="book" />
      {allocations.map((each, at) => (
        <>
          <input
            type="hidden"
            name={`target.${at}`}
            value={each.invoiceId ?? each.customerId}
          />
          <input type="hidden" name={`amount.${at}`} value={toDecimal(each.amount)} />
        </>
      ))}
      <Button size="sm" variant={isFirst ? "primary" : "secondary"}>Book to {target}</Button>
    </form>
  );
}
