/** What the last audit of the books came to, and the stop of payouts. */
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { BooksCheck } from "@/domain/books/mod.ts";
import type { FormState } from "./forms.ts";

/** Props of `BooksReport`. */
export interface BooksReportProps {
  check: BooksCheck | null;
  stoppedSince: string | null;
  mayLift: boolean;
  form: FormState;
}

/** Counts, problems with the way to what they are about, and what staff can do. */
export function BooksReport({ check, stoppedSince, mayLift, form }: BooksReportProps) {
  const { counts, problems = [], problemCount = 0 } = check ?? {};
  return (
    <div class="flex flex-col gap-6">
      {check && check.isRight && (
        <Alert tone="ok" title="The books add up">
          As of <DateTime value={check.at} />.
        </Alert>
      )}
      {check && !check.isRight && (
        <Alert tone="bad" title={`${problemCount} things don't add up`}>
          As of <DateTime value={check.at} />.
        </Alert>
      )}
      <Card
        title="Last audit"
        actions={
          <form method="post">
            <Button name="action" value="start" variant="secondary" size="sm">Audit now</Button>
          </form>
        }
      >
        {counts
          ? (
            <DescriptionList
              columns={2}
              items={Object.entries(counts).map(([name, count]) => ({
                label: `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
                value: String(count),
              }))}
            />
          )
          : <p class="text-sm text-muted">It runs each night, or now as a job.</p>}
      </Card>
      {problems.length > 0 && (
        <Card title="What doesn't fit">
          <ul class="flex flex-col gap-2 text-sm">
            {problems.map(({ kind, subject }, at) => (
              <li key={at} class="wrap-anywhere">
                {kind.replaceAll("_", " ")}: <Subject id={subject} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {stoppedSince && (
        <Card title="Payouts are stopped" description="A clean audit lets them out again.">
          <p class="mb-4 text-sm text-muted">
            Since <DateTime value={stoppedSince} />.
          </p>
          {mayLift && (
            <form method="post" class="flex flex-col gap-4" novalidate>
              <ErrorSummary errors={form.errors} />
              <Textarea
                name="reason"
                label="Reason"
                value={form.texts.reason}
                error={form.errors.reason}
                rows={2}
                maxlength={500}
                required
              />
              <div>
                <Button name="action" value="lift" variant="danger">Let payouts out anyway</Button>
              </div>
            </form>
          )}
        </Card>
      )}
    </div>
  );
}

function Subject({ id }: { id: string }) {
  const customer = /^wallet:(cus_\w+):/.exec(id)?.[1];
  if (customer) return <TextLink href={`/admin/users/${customer}/wallet`}>{id}</TextLink>;
  return id.startsWith("inv_")
    ? <TextLink href={`/admin/invoices/${id}`}>{id}</TextLink>
    : <code>{id}</code>;
}
