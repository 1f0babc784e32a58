/** One line: what the bank says, what it may be, and the forms to say what it is. */
import { Alert } from "../../ui/Alert.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { DescriptionList } from "../../ui/DescriptionList.tsx";
import { Input } from "../../ui/Input.tsx";
import { Money } from "../../ui/Money.tsx";
import { StatusBadge } from "../../ui/StatusBadge.tsx";
import { TextLink } from "../../ui/TextLink.tsx";
import type { LineView } from "@/domain/statement/view.ts";
import { type FormState, UNTOUCHED } from "../forms.ts";
import { ProofGate } from "../ProofGate.tsx";
import { SplitForm } from "./SplitForm.tsx";
import { Allocations, Suggestions } from "./Suggestions.tsx";

/** Props of `LinePage`. */
export interface LinePageProps {
  line: LineView;
  canBook: boolean;
  isConfirmed: boolean;
  /** The form that was sent, if one was, and which. */
  sent: { action: string; form: FormState } | null;
}

/** Facts beside what can be done. */
export function LinePage({ line, canBook, isConfirmed, sent }: LinePageProps) {
  const formOf = (action: string) => sent?.action === action ? sent.form : UNTOUCHED;
  return (
    <div class="flex flex-col gap-6">
      {sent?.form.errors[""] && <Alert tone="bad" role="alert">{sent.form.errors[""]}</Alert>}
      <Warnings line={line} />
      <div class="grid items-start gap-6 lg:grid-cols-2">
        <LineFacts line={line} />
        <div class="flex min-w-0 flex-col gap-6">
          {line.allocations.length > 0 && <Decided line={line} />}
          {line.status === "open" && line.amount.minor > 0 && (
            <Card title="What it may be">
              {line.suggestions.length > 0
                ? <Suggestions line={line} canBook={canBook && isConfirmed} />
                : <p class="text-sm text-muted">Nothing that is open fits this line.</p>}
            </Card>
          )}
          {canBook && line.status === "open" && line.amount.minor > 0 && (
            <ProofGate
              isConfirmed={isConfirmed}
              path={`/admin/payments/lines/${line.id}`}
              what="book this line"
            >
              <SplitForm line={line} form={formOf("book")} />
            </ProofGate>
          )}
          {canBook && line.status === "open" && <IgnoreForm form={formOf("ignore")} />}
          {line.status === "ignored" && <Ignored line={line} canReopen={canBook} />}
        </div>
      </div>
    </div>
  );
}

function Warnings({ line }: { line: LineView }) {
  if (line.status !== "open") return null;
  return (
    <>
      {line.isPossibleRepeat && (
        <Alert tone="warn" title="This may be a payment that is known already">
          Another file has brought a line of this account, day and amount. Compare both with your
          bank before you book.
        </Alert>
      )}
      {line.isReversal && (
        <Alert tone="warn" title="This takes back an earlier entry">
          A payment was returned or recalled. If it was booked here, tell the customer and correct
          the wallet.
        </Alert>
      )}
      {line.closedNumbers.length > 0 && (
        <Alert tone="info" title={`It names ${line.closedNumbers.join(", ")}`}>
          That isn't open: it may be paid or void, or the payment may be recorded by hand already.
          If so, ignore this line.
        </Alert>
      )}
    </>
  );
}

function LineFacts({ line }: { line: LineView }) {
  const optional = [
    ["IBAN", line.counterpartyIban],
    ["Creditor reference", line.reference],
    ["End-to-end id", line.endToEndId],
    ["The bank's id", line.bankId],
    ["Part of a batch", line.batch && `${line.batch.position} of ${line.batch.count}`],
  ].flatMap(([label, value]) => value ? [{ label: label!, value }] : []);
  return (
    <Card title="What the bank says">
      <DescriptionList
        items={[
          { label: "State", value: <StatusBadge kind="statement_line" status={line.status} /> },
          { label: "Amount", value: <Money amount={line.amount} /> },
          { label: "Booked on", value: <DateTime value={line.bookedOn} /> },
          ...(line.valueOn
            ? [{ label: "Value on", value: <DateTime value={line.valueOn} /> }]
            : []),
          {
            label: line.amount.minor < 0 ? "To" : "From",
            value: line.counterpartyName || "Nobody named",
          },
          { label: "Text", value: line.remittance || "None" },
          ...optional,
          { label: "Our account", value: line.accountIban },
          {
            label: "Statement",
            value: (
              <TextLink href={`/admin/payments/statements/${line.importId}`}>Its import</TextLink>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Decided({ line }: { line: LineView }) {
  const isProposed = line.status === "proposed";
  return (
    <Card
      title={isProposed ? "Proposed" : "Booked"}
      description={isProposed
        ? "It is above the limit for one person: another member of staff decides."
        : undefined}
    >
      <div class="flex flex-col items-start gap-4 text-sm">
        <Allocations allocations={line.allocations} />
        {line.decidedAt && (
          <p class="text-muted">
            {line.decidedByName ?? "By itself, because it was certain"},{" "}
            <DateTime value={line.decidedAt} />
          </p>
        )}
        {line.approvalId && (
          <TextLink href={`/admin/approvals/${line.approvalId}`}>
            {isProposed ? "Decide about it" : "Who approved it"}
          </TextLink>
        )}
      </div>
    </Card>
  );
}

function IgnoreForm({ form }: { form: FormState }) {
  return (
    <Card
      title="Ignore it"
      description="For money that is nobody's payment: interest, own transfers."
    >
      <form method="post" class="flex flex-col gap-4" novalidate>
        <Input
          name="reason"
          label="Reason"
          value={form.texts.reason}
          error={form.errors.reason}
          maxlength={200}
          required
        />
        <div>
          <Button name="action" value="ignore" variant="secondary">Ignore this line</Button>
        </div>
      </form>
    </Card>
  );
}

function Ignored({ line, canReopen }: { line: LineView; canReopen: boolean }) {
  return (
    <Card title="Ignored">
      <div class="flex flex-col items-start gap-4 text-sm">
        <p class="text-ink wrap-anywhere">{line.reason}</p>
        <p class="text-muted">
          {line.decidedByName}, {line.decidedAt && <DateTime value={line.decidedAt} />}
        </p>
        {canReopen && (
          <form method="post">
            <Button name="action" value="reopen" variant="secondary" size="sm">Take it back</Button>
          </form>
        )}
      </div>
    </Card>
  );
}
