/** What was agreed with a customer in place of the settings: when they are billed, reminded and suspended. */
import type { Agreed, Terms } from "@/domain/terms/view.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { Input } from "../ui/Input.tsx";
import { Select } from "../ui/Select.tsx";
import type { FormState } from "./forms.ts";
import { ProofGate } from "./ProofGate.tsx";

/** Props of `TermsCard`. */
export interface TermsCardProps {
  customerId: string;
  agreed: Agreed;
  terms: Terms;
  mayChange: boolean;
  isConfirmed: boolean;
  form: FormState;
}

/** What holds, and the form that changes it. */
export function TermsCard(props: TermsCardProps) {
  const { customerId, agreed, terms, mayChange, isConfirmed, form } = props;
  return (
    <Card title="Renewals" description="As this customer is billed; marked where it was agreed.">
      <div class="flex flex-col gap-5">
        <DescriptionList columns={2} items={termItems(agreed, terms)} />
        {mayChange && (
          <ProofGate
            isConfirmed={isConfirmed}
            path={`/admin/users/${customerId}`}
            what="change them"
          >
            <Disclosure
              summary="Agree on something else"
              open={Object.keys(form.errors).length > 0}
            >
              <TermsForm agreed={agreed} form={form} />
            </Disclosure>
          </ProofGate>
        )}
      </div>
    </Card>
  );
}

function termItems(agreed: Agreed, terms: Terms) {
  const { leadDays, graceDays, endAfterDays, suspendsUnpaid, paysFromWallet } = terms;
  const mark = (value: unknown) => value === null ? "" : " (agreed)";
  const days = (count: number) => count === 1 ? "1 day" : `${count} days`;
  return [
    { label: "Billed", value: `${days(leadDays)} before the term${mark(agreed.leadDays)}` },
    {
      label: "Suspended",
      value: suspendsUnpaid
        ? `${days(graceDays)} after the due day${mark(agreed.graceDays ?? agreed.suspendsUnpaid)}`
        : `Never${mark(agreed.suspendsUnpaid)}`,
    },
    {
      label: "Ended",
      value: suspendsUnpaid && endAfterDays > 0
        ? `${days(endAfterDays)} after the due day${mark(agreed.endAfterDays)}`
        : `Never${mark(agreed.endAfterDays)}`,
    },
    {
      label: "Late fees",
      value: agreed.takesLateFees === false ? "None (agreed)" : "As in the settings",
    },
    { label: "Wallet", value: paysFromWallet ? "Pays renewals" : "Doesn't pay renewals" },
  ];
}

function TermsForm({ agreed, form }: { agreed: Agreed; form: FormState }) {
  const days = (name: string, label: string, value: number | null) => (
    <Input
      name={name}
      label={label}
      hint="Blank: as in the settings."
      inputmode="numeric"
      autocomplete="off"
      value={form.texts[name] ?? (value === null ? "" : String(value))}
      error={form.errors[name]}
    />
  );
  const choice = (name: string, label: string, value: boolean | null) => (
    <Select
      name={name}
      label={label}
      value={form.texts[name] ?? (value === null ? "" : value ? "yes" : "no")}
      error={form.errors[name]}
      options={[
        { value: "", label: "As in the settings" },
        { value: "yes", label: "Yes" },
        { value: "no", label: "No" },
      ]}
    />
  );
  return (
    <form method="post" class="flex flex-col gap-5" novalidate>
      <div class="grid gap-5 sm:grid-cols-2">
        {days("lead_days", "Days before a term on which it is billed", agreed.leadDays)}
        {days("grace_days", "Days until a service is suspended", agreed.graceDays)}
        {days("end_after_days", "Days until a service ends, 0 for never", agreed.endAfterDays)}
        {choice("suspends_unpaid", "Suspend what isn't paid", agreed.suspendsUnpaid)}
        {choice("takes_late_fees", "Late fees", agreed.takesLateFees)}
      </div>
      <div>
        <Button name="action" value="set_terms">Save what was agreed</Button>
      </div>
    </form>
  );
}
