/** Where staff say themselves where a line's money goes: to one invoice, to several, to wallets. */
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { ErrorSummary } from "../../ui/ErrorSummary.tsx";
import { Input } from "../../ui/Input.tsx";
import { toDecimal } from "@/domain/shared/money.ts";
import type { LineView } from "@/domain/statement/view.ts";
import type { FormState } from "../forms.ts";

const ROWS = 4;

/** Rows of a target and an amount; posts `action=book`. */
export function SplitForm({ line, form }: { line: LineView; form: FormState }) {
  const { texts } = form;
  // What is about the form as a whole stands at the top of the page.
  const { "": _, ...errors } = form.errors;
  const isSent = Object.keys(texts).length > 0;
  const typed = Object.keys(texts).filter((name) => name.startsWith("target.")).length;
  const rows = [...Array(Math.max(ROWS, typed)).keys()];
  return (
    <Card
      id="split"
      title="Say what it is"
      description="Name invoices by number or reference, or customers by e-mail address for their wallets. Rows may stay blank."
    >
      <form method="post" action="#split" class="flex flex-col gap-4" novalidate>
        <ErrorSummary
          errors={errors}
          labels={Object.fromEntries(
            rows.flatMap((at) => [
              [`target.${at}`, `Invoice or customer ${at + 1}`],
              [`amount.${at}`, `Amount ${at + 1}`],
            ]),
          )}
        />
        {rows.map((at) => (
          <div key={at} class="grid gap-3 sm:grid-cols-[1fr_10rem]">
            <Input
              name={`target.${at}`}
              label={`Invoice or customer ${at + 1}`}
              value={texts[`target.${at}`]}
              error={errors[`target.${at}`]}
              autocomplete="off"
            />
            <Input
              name={`amount.${at}`}
              label={`Amount ${at + 1}`}
              inputmode="decimal"
              value={texts[`amount.${at}`] ?? (at === 0 && !isSent ? toDecimal(line.amount) : "")}
              error={errors[`amount.${at}`]}
              suffix={line.amount.currency}
              autocomplete="off"
            />
          </div>
        ))}
        <div>
          <Button name="action" value="book">Book it so</Button>
        </div>
      </form>
    </Card>
  );
}
