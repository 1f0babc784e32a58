/** What the last audit of the books came to, how far the one is that runs, and the stop of payouts. */
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { BooksCheck, RunningAudit } from "@/domain/books/mod.ts";
import type { FormState } from "./forms.ts";

/** Props of `BooksReport`. */
export interface BooksReportProps {
  check: BooksCheck | null;
  running: RunningAudit | null;
  stoppedSince: string | null;
  mayLift: boolean;
  form: FormState;
}

const COUNTS: Readonly<Record<keyof NonNullable<BooksCheck["counts"]>, string>> = {
  transfers: "Transfers",
  wallets: "Wallets",
  entries: "Lines of wallets",
  invoices: "Invoices",
  credit_notes: "Credit notes",
  payments: "Payments",
  bookings: "Adjustments and payouts",
};

/** What a running audit looks at, by its walk. */
const PHASES: Readonly<Record<RunningAudit["phase"], string>> = {
  transfers: "transfers and their causes",
  wallets: "wallets, line by line",
  entries: "lines that no wallet counts",
  numbers: "series of numbers",
  invoices: "invoices",
  credit_notes: "credit notes",
  payments: "payments",
  adjustments: "adjustments",
  refunds: "payouts",
};

/** Problems in words; their kinds are in the log. */
const PROBLEMS: Readonly<Record<string, string>> = {
  unreadable_record: "Can't be read",
  missing_entry: "A line of a wallet is missing",
  missing_transfer: "A line without its transfer",
  missing_wallet: "Lines without their wallet",
  stray_entry: "A line that its wallet doesn't count",
  wrong_entry: "A line says something else than its transfer",
  wrong_balance: "A balance isn't the sum of its lines",
  wrong_hash: "Was changed after it was booked",
  negative_balance: "A balance below zero",
  wrong_currency: "Another currency than its account",
  unbalanced: "Debits and credits differ",
  no_cause: "Money moved without a cause",
  wrong_cause: "Its cause says something else",
  not_approved: "Booked without the second member of staff",
  missing_receipt: "A payment that never reached the wallet",
  wrong_receipt: "The wallet got something else than the payment says",
  not_booked: "Said to be booked, and isn't",
  booked_otherwise: "Booked otherwise than it says",
  not_settled: "Paid by its own account, not by the ledger's",
  settled_too_early: "Paid in full, and still open",
  credit_differs: "Its credit notes say something else, or don't explain themselves",
  order_differs: "Its order says something else",
  service_differs: "Its service is missing, or there too early",
  number_gap: "This number is on no document",
  number_astray: "Its number leads to another document, or to none",
  number_not_counted: "Its number was never given",
};

/** Counts, problems with the way to what they are about, and what staff can do. */
export function BooksReport(props: BooksReportProps) {
  const { check, running, stoppedSince, mayLift, form } = props;
  return (
    <div class="flex flex-col gap-6">
      <Result check={check} />
      <LastAudit check={check} running={running} />
      {check && check.problems.length > 0 && <Problems check={check} />}
      {stoppedSince && <PayoutStop since={stoppedSince} mayLift={mayLift} form={form} />}
    </div>
  );
}

function Result({ check }: Pick<BooksReportProps, "check">) {
  if (!check) return null;
  const { isRight, problemCount, at } = check;
  const title = isRight
    ? "The books add up"
    : problemCount === 1
    ? "1 thing doesn't add up"
    : `${problemCount} things don't add up`;
  return (
    <Alert tone={isRight ? "ok" : "bad"} title={title}>
      As of <DateTime value={at} />.
    </Alert>
  );
}

function LastAudit({ check, running }: Pick<BooksReportProps, "check" | "running">) {
  const counts = check?.counts;
  return (
    <Card
      title="Last audit"
      actions={!running && (
        <form method="post">
          <Button name="action" value="start" variant="secondary" size="sm">Audit now</Button>
        </form>
      )}
    >
      {running && (
        <p class="mb-4 text-sm text-ink-soft" role="status">
          An audit runs since <DateTime value={running.startedAt} />: part {running.part + 1},{" "}
          {PHASES[running.phase]}.
          {running.problemCount > 0 && ` Found so far: ${running.problemCount}.`}{" "}
          <TextLink href="/admin/reports/books">Look again</TextLink>
        </p>
      )}
      {counts
        ? (
          <DescriptionList
            items={Object.entries(COUNTS).map(([name, label]) => ({
              label,
              value: counts[name as keyof typeof COUNTS].toLocaleString("en"),
            }))}
          />
        )
        : <p class="text-sm text-muted">It runs each night, or now as a job.</p>}
    </Card>
  );
}

function Problems({ check: { problems, problemCount } }: { check: BooksCheck }) {
  const more = problemCount - problems.length;
  return (
    <Card title="What doesn't fit">
      <ul class="divide-y divide-line text-sm">
        {problems.map(({ kind, subject }, at) => (
          <li key={at} class="flex flex-col gap-0.5 py-2.5 wrap-anywhere first:pt-0 last:pb-0">
            <span class="text-ink">{PROBLEMS[kind] ?? kind.replaceAll("_", " ")}</span>
            <Subject id={subject} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p class="mt-4 text-sm text-muted">{more.toLocaleString("en")} more are in the log.</p>
      )}
    </Card>
  );
}

function PayoutStop({ since, mayLift, form }: {
  since: string;
  mayLift: boolean;
  form: FormState;
}) {
  return (
    <Card title="Payouts are stopped" description="A clean audit lets them out again.">
      <p class="text-sm text-muted">
        Since <DateTime value={since} />.
      </p>
      {mayLift && (
        <form method="post" class="mt-4 flex flex-col gap-4" novalidate>
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
  );
}

/** The way to what a problem is about, where there is a page of it. */
function Subject({ id }: { id: string }) {
  const customer = /^wallet:(cus_\w+):/.exec(id)?.[1];
  if (customer) return <TextLink href={`/admin/users/${customer}/wallet`}>{id}</TextLink>;
  const invoice = /\binv_\w{26}\b/.exec(id)?.[0];
  return invoice
    ? <TextLink href={`/admin/invoices/${invoice}`}>{id}</TextLink>
    : <code class="text-muted">{id}</code>;
}
