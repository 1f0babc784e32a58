/** Lines of statements as a queue: what the bank says on the left, what it may be on the right. */
import { LandmarkIcon } from "../../icons.tsx";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Money } from "../../ui/Money.tsx";
import { StatusBadge } from "../../ui/StatusBadge.tsx";
import { TextLink } from "../../ui/TextLink.tsx";
import type { LineView } from "@/domain/statement/view.ts";
import { Allocations, Suggestions } from "./Suggestions.tsx";

/** Props of `LineCards`. */
export interface LineCardsProps {
  lines: LineView[];
  canBook: boolean;
  /** What to say where there are none. */
  empty: { title: string; description: string };
}

/** One item a line, with its best suggestion. */
export function LineCards({ lines, canBook, empty }: LineCardsProps) {
  if (lines.length === 0) {
    return <EmptyState icon={LandmarkIcon} title={empty.title} description={empty.description} />;
  }
  return (
    <ul class="divide-y divide-line">
      {lines.map((line) => (
        <li key={line.id} class="grid gap-5 p-5 lg:grid-cols-2">
          <LineHead line={line} />
          <LineState line={line} canBook={canBook} />
        </li>
      ))}
    </ul>
  );
}

function LineHead({ line }: { line: LineView }) {
  return (
    <div class="flex min-w-0 flex-col gap-2 text-sm">
      <p class="flex flex-wrap items-center gap-3">
        <TextLink href={`/admin/payments/lines/${line.id}`}>
          <span class="text-base font-semibold">
            <Money amount={line.amount} />
          </span>
        </TextLink>
        <StatusBadge kind="statement_line" status={line.status} />
        {line.isPossibleRepeat && <Badge tone="warn">Perhaps known</Badge>}
        {line.isReversal && <Badge tone="warn">Taken back</Badge>}
      </p>
      <p class="text-ink wrap-anywhere">{line.counterpartyName || "Nobody named"}</p>
      <p class="text-ink-soft wrap-anywhere">
        {line.reference ?? line.remittance}
        {!line.reference && !line.remittance && "Nothing written"}
      </p>
      <p class="text-muted">
        <DateTime value={line.bookedOn} /> on {lastOf(line.accountIban)}
      </p>
    </div>
  );
}

function LineState({ line, canBook }: { line: LineView; canBook: boolean }) {
  if (line.allocations.length > 0) {
    return (
      <div class="text-sm">
        <Allocations allocations={line.allocations} />
      </div>
    );
  }
  if (line.status === "ignored") return <p class="text-sm text-muted">{line.reason}</p>;
  if (line.status !== "open") return null;
  if (line.suggestions.length > 0) {
    return <Suggestions line={line} canBook={canBook} limit={1} />;
  }
  return (
    <div class="flex flex-col items-start gap-3 text-sm text-muted">
      <p>{noSuggestion(line)}</p>
      {canBook && (
        <Button href={`/admin/payments/lines/${line.id}`} variant="secondary" size="sm">
          Say what it is
        </Button>
      )}
    </div>
  );
}

function noSuggestion({ closedNumbers }: LineView): string {
  return closedNumbers.length > 0
    ? `It names ${closedNumbers.join(", ")}, which isn't open: perhaps it is recorded already.`
    : "Nothing that is open fits this line.";
}

function lastOf(iban: string): string {
  return `${iban.slice(0, 4)} … ${iban.slice(-4)}`;
}
