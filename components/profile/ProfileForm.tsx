/** Who somebody is on invoices and in mails: the form of the profile page. */
import { Button, Card, Checkbox, ErrorSummary, Input, Select, Textarea } from "../ui/mod.ts";

/** What the form shows. */
export interface ProfileFormProps {
  /** Texts by field name. */
  values: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
  countries: Array<{ value: string; label: string }>;
  languages: Array<{ value: string; label: string }>;
  timeZones: string[];
}

const LABELS: Record<string, string> = {
  name: "Name",
  company: "Company",
  address: "Address",
  country: "Country",
  tax_number: "Tax number",
  phone: "Phone",
  language: "Language",
  time_zone: "Time zone",
};

/** Three cards: invoices, display, mails. */
export function ProfileForm(props: ProfileFormProps) {
  const { values, errors } = props;
  const field = (name: string) => ({
    name,
    label: LABELS[name]!,
    value: values[name] ?? "",
    error: errors[name] ?? null,
  });
  return (
    <form method="post" class="flex flex-col gap-6" novalidate>
      <ErrorSummary errors={errors} labels={LABELS} />
      <Card
        title="On your invoices"
        description="Invoices issued from now on carry this. Those issued before stay as they are."
      >
        <div class="grid gap-5 sm:grid-cols-2">
          <Input {...field("name")} required autocomplete="name" />
          <Input {...field("company")} autocomplete="organization" />
          <Textarea
            {...field("address")}
            class="sm:col-span-2"
            rows={4}
            hint="Street, postal code and city; up to five lines."
            autocomplete="street-address"
          />
          <Select {...field("country")} placeholder="None" options={props.countries} />
          <Input
            {...field("tax_number")}
            hint="If you have one; in the EU your VAT number, such as ATU13585627."
          />
          <Input
            {...field("phone")}
            type="tel"
            hint="Not on invoices. Our staff see it."
            autocomplete="tel"
          />
        </div>
      </Card>
      <Card title="Language and time">
        <div class="grid gap-5 sm:grid-cols-2">
          <Select {...field("language")} options={props.languages} />
          <Select
            {...field("time_zone")}
            hint="Times in the dashboard are shown in it."
            options={props.timeZones.map((zone) => ({ value: zone, label: zone }))}
          />
        </div>
      </Card>
      <Card
        title="Mails"
        description="Mails about money and about the safety of your account always go out: invoices, payments, orders, changed passwords and addresses."
      >
        <div class="flex flex-col gap-4">
          <Checkbox
            name="new_device"
            label="Log-ins from a new device"
            hint="Leave it on: it is how you notice that somebody else got in."
            checked={values.new_device === "on"}
          />
          <Checkbox
            name="news"
            label="News"
            hint="New plans and places, a few times a year."
            checked={values.news === "on"}
          />
        </div>
      </Card>
      <div>
        <Button>Save profile</Button>
      </div>
    </form>
  );
}
