/** The reports of erased accounts: what was done, and that nothing was forgotten. */
import { Badge, Card, DataTable, DateTime, EmptyState } from "../ui/mod.ts";
import type { ErasureView } from "@/domain/privacy/view.ts";

const STATES: Record<
  ErasureView["state"],
  { label: string; tone: "neutral" | "brand" | "ok" | "warn" }
> = {
  waiting: { label: "In its days of grace", tone: "warn" },
  running: { label: "Running", tone: "brand" },
  done: { label: "Done", tone: "ok" },
  undone: { label: "Undone by log-in", tone: "neutral" },
};

/** One row an erasure. */
export function Erasures({ erasures }: { erasures: ErasureView[] }) {
  return (
    <Card flush>
      <DataTable
        caption="Erasures"
        rows={erasures}
        rowKey={({ id }) => id}
        empty={
          <EmptyState
            title="No account was erased"
            description="When customers ask for the end of their account, the report comes here."
          />
        }
        columns={[
          {
            key: "account",
            label: "Account",
            primary: true,
            render: ({ accountId }) => (
              <span class="font-mono text-xs sm:whitespace-nowrap">{accountId}</span>
            ),
          },
          {
            key: "state",
            label: "State",
            render: ({ state }) => <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>,
          },
          {
            key: "dates",
            label: "Asked for, done",
            render: (one) => (
              <span class="flex flex-col">
                <DateTime value={one.requestedAt} />
                {one.doneAt ? <DateTime value={one.doneAt} /> : (
                  <span class="text-muted">
                    due <DateTime value={one.dueAt} />
                  </span>
                )}
              </span>
            ),
          },
          { key: "changed", label: "Records erased", render: (one) => changedText(one) },
          {
            key: "kept",
            label: "Kept by law",
            render: ({ retainedInvoices, retainedUntil }) =>
              retainedUntil === null ? "Nothing" : (
                <>
                  {retainedInvoices} invoices until <DateTime value={retainedUntil} />
                </>
              ),
          },
          { key: "left", label: "Found afterwards", render: (one) => <Leftovers erasure={one} /> },
        ]}
      />
    </Card>
  );
}

function changedText({ changed }: ErasureView): string {
  const parts = Object.entries(changed).filter(([, count]) => count)
    .map(([step, count]) => `${step} ${count}`);
  return parts.join(", ") || "–";
}

function Leftovers({ erasure: { unexpected } }: { erasure: ErasureView }) {
  if (unexpected === null) return <>–</>;
  const kinds = Object.entries(unexpected);
  if (kinds.length === 0) return <Badge tone="ok">Nothing</Badge>;
  return (
    <span class="flex flex-col items-start gap-1 text-xs">
      <Badge tone="bad">Look into it</Badge>
      <span class="text-ink-soft wrap-anywhere">
        {kinds.map(([kind, count]) => `${kind}: ${count}`).join(", ")}
      </span>
    </span>
  );
}
