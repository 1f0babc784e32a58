/** Where staff exempt a customer from tax, change that, and end it. */
import type { ExemptionState, TaxExemption } from "@/domain/tax/mod.ts";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import type { FormState } from "./forms.ts";

const STATES: Readonly<
  Record<ExemptionState, { tone: "ok" | "brand" | "neutral"; label: string }>
> = {
  in_force: { tone: "ok", label: "In force" },
  ahead: { tone: "brand", label: "Not yet in force" },
  over: { tone: "neutral", label: "Over" },
};

/** The exemption as it is. */
export function ExemptionFacts(
  { exemption, state }: { exemption: TaxExemption | null; state: ExemptionState | null },
) {
  if (exemption === null || state === null) return null;
  const { reason, certificateNumber, validFrom, validUntil, grantedAt } = exemption;
  return (
    <Card title="Exemption">
      <DescriptionList
        columns={2}
        items={[
          {
            label: "State",
            value: <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>,
          },
          { label: "Reason", value: reason },
          { label: "Certificate", value: certificateNumber || "None" },
          {
            label: "First day",
            value: validFrom ? <DateTime value={validFrom} /> : "From the beginning",
          },
          {
            label: "Last day",
            value: validUntil ? <DateTime value={validUntil} /> : "Until it is ended",
          },
          { label: "Last changed", value: <DateTime value={grantedAt} /> },
        ]}
      />
    </Card>
  );
}

/** `action=save reason certificate valid_from valid_until`. */
export function ExemptionForm(
  { exemption, form }: { exemption: TaxExemption | null; form: FormState },
) {
  const { texts, errors } = form;
  const field = (name: string, known: string | null | undefined) => ({
    name,
    value: texts[name] ?? known ?? "",
    error: errors[name],
    autocomplete: "off" as const,
  });
  return (
    <Card
      title={exemption ? "Change the exemption" : "Exempt this customer"}
      description="For invoices that are issued from now on, within its days. Reason and certificate are printed on them."
    >
      <form method="post" class="flex flex-col gap-5" novalidate>
        <ErrorSummary errors={{ ...errors }} />
        <Input
          {...field("reason", exemption?.reason)}
          label="Reason"
          hint="Such as: Embassy, Article 151 of Directive 2006/112/EC."
          required
        />
        <Input
          {...field("certificate", exemption?.certificateNumber)}
          label="Certificate number"
          hint="Of the paper that proves it; blank if there is none."
        />
        <div class="grid gap-5 sm:grid-cols-2">
          <Input
            {...field("valid_from", exemption?.validFrom)}
            type="date"
            label="First day"
            hint="In UTC; blank for at once."
          />
          <Input
            {...field("valid_until", exemption?.validUntil)}
            type="date"
            label="Last day"
            hint="Blank: until it is ended."
          />
        </div>
        <div>
          <Button name="action" value="save">
            {exemption ? "Save the exemption" : "Exempt from tax"}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** `action=end`. */
export function EndExemption() {
  return (
    <Disclosure summary="End the exemption" variant="danger">
      <p class="mb-4 text-sm text-muted">
        Invoices that are issued from now on bear tax. Those that were issued stay as they are.
      </p>
      <form method="post">
        <Button name="action" value="end" variant="danger">End it now</Button>
      </form>
    </Disclosure>
  );
}
