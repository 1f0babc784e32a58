/** Style guide: buttons and form controls in their states. */
import { ArrowRightIcon, LockIcon, MailIcon, PlusIcon, TrashIcon } from "../icons.tsx";
import { CopyIcon, EyeIcon } from "../secret_icons.tsx";
import {
  Button,
  Checkbox,
  ChoiceCards,
  CodeField,
  CyclePrices,
  CycleScope,
  CycleToggle,
  ErrorSummary,
  FileInput,
  IconButton,
  Input,
  Radio,
  SecretField,
  Select,
  Textarea,
} from "../ui/mod.ts";
import { Columns, Group, Row } from "./Sample.tsx";

const CYCLES = [
  { value: "monthly", label: "Monthly" },
  { value: "quarterly", label: "Quarterly" },
  { value: "semi_annual", label: "Semi-annual" },
  { value: "annual", label: "Annual", note: "best price" },
];

/** Buttons, fields, choices. */
export function Controls() {
  return (
    <>
      <Buttons />
      <Fields />
      <Choices />
      <Group title="Values to copy">
        <Columns>
          <CodeField
            label="SSH command"
            value="ssh root@203.0.113.24"
            prompt
            actions={<IconButton size="sm" icon={CopyIcon} label="Copy the command" />}
          />
          <CodeField label="Payment reference" value="RF18 5390 0754 7034" />
          <SecretField
            label="Password, hidden"
            value={null}
            actions={<IconButton size="sm" icon={EyeIcon} label="Reveal the password" />}
          />
          <SecretField
            label="Password, revealed"
            value="correct-horse-battery-staple"
            actions={<IconButton size="sm" icon={CopyIcon} label="Copy the password" />}
          />
        </Columns>
      </Group>
    </>
  );
}

function Buttons() {
  return (
    <Group title="Buttons">
      {(["primary", "secondary", "ghost", "danger"] as const).map((variant) => (
        <Row key={variant}>
          <Button type="button" variant={variant} size="sm">Small</Button>
          <Button type="button" variant={variant}>Medium</Button>
          <Button type="button" variant={variant} size="lg">Large</Button>
          <Button type="button" variant={variant} icon={PlusIcon}>With icon</Button>
          <Button type="button" variant={variant} iconEnd={ArrowRightIcon}>Onwards</Button>
          <Button type="button" variant={variant} loading>Working</Button>
          <Button type="button" variant={variant} disabled>Disabled</Button>
          <Button variant={variant} href="#buttons">Link</Button>
          <IconButton variant={variant} icon={TrashIcon} label={`Remove (${variant})`} />
        </Row>
      ))}
    </Group>
  );
}

function Fields() {
  return (
    <Group title="Fields">
      <ErrorSummary
        errors={{
          email_wrong: "Enter an address such as you@example.com.",
          "": "Nothing was sent.",
        }}
        labels={{ email_wrong: "E-mail address" }}
      />
      <Columns>
        <Input
          name="email"
          label="E-mail address"
          type="email"
          icon={MailIcon}
          placeholder="you@example.com"
          hint="We send invoices here."
          required
        />
        <Input
          name="email_wrong"
          label="With an error"
          type="email"
          icon={MailIcon}
          value="you@example"
          error="Enter an address such as you@example.com."
          required
        />
        <Input
          name="password"
          label="Password"
          type="password"
          icon={LockIcon}
          value="twelve chars"
        />
        <Input name="amount" label="Amount" inputMode="decimal" value="12.00" suffix="EUR" />
        <Input name="disabled" label="Disabled" value="Can't be changed" disabled />
        <Input name="readonly" label="Read only" value="INV-2026-000001" readOnly />
        <Select
          name="os"
          label="Operating system"
          placeholder="Choose an image"
          options={[{ value: "debian", label: "Debian 13" }, {
            value: "ubuntu",
            label: "Ubuntu 24.04",
          }]}
        />
        <Select
          name="os_wrong"
          label="Select with an error"
          value="debian"
          options={[{ value: "debian", label: "Debian 13" }]}
          error="This image doesn't fit the panel."
        />
        <Textarea name="notes" label="Notes" placeholder="What should we know?" rows={3} />
        <Textarea name="notes_wrong" label="Text with an error" rows={3} error="Write something." />
        <FileInput
          name="file"
          label="Proof of payment"
          hint="PDF, PNG, JPEG or WebP, up to 5 MB."
        />
        <FileInput name="file_wrong" label="File with an error" error="This file is too large." />
      </Columns>
    </Group>
  );
}

function Choices() {
  return (
    <Group title="Choices">
      <Columns>
        <div class="flex flex-col gap-4">
          <Checkbox name="terms" label="I accept the terms" required />
          <Checkbox name="ticked" label="Ticked" hint="With a hint below." checked />
          <Checkbox name="terms_wrong" label="With an error" error="Your consent is needed." />
          <Checkbox name="checkbox_disabled" label="Disabled" disabled />
        </div>
        <fieldset class="flex flex-col gap-4">
          <legend class="mb-4 text-sm font-medium">Payment method</legend>
          <Radio name="method" value="bank" label="Bank transfer" checked />
          <Radio name="method" value="crypto" label="Cryptocurrency" hint="BTC, ETH, USDT, USDC" />
          <Radio name="method" value="none" label="Disabled" disabled />
        </fieldset>
      </Columns>
      <ChoiceCards
        name="datacenter"
        legend="Radio buttons as cards"
        columns={3}
        value="fra1"
        required
        options={[
          { value: "fra1", label: "Frankfurt", description: "Germany" },
          { value: "ams1", label: "Amsterdam", description: "Netherlands" },
          {
            value: "lon1",
            label: "London",
            description: "Sold out",
            disabled: true,
          },
        ]}
      />
      <ChoiceCards
        name="addons[]"
        type="checkbox"
        legend="Checkboxes as cards"
        value={["backups"]}
        error="Choose one of the two."
        options={[
          { value: "backups", label: "Backups", description: "Daily.", detail: "€3.00 / month" },
          { value: "ipv4", label: "Extra IPv4", description: "One more.", detail: "€2.00 / month" },
        ]}
      />
      <CycleScope class="flex flex-col items-start gap-6">
        <CycleToggle cycles={CYCLES} value="quarterly" name="guide_cycle" />
        <CyclePrices
          prices={CYCLES.map((cycle, index) => ({
            cycle: cycle.value,
            amount: { minor: 1200 - index * 100, currency: "EUR" },
            unit: "/ month",
            note: `Paid per term: ${cycle.label.toLowerCase()}`,
          }))}
        />
      </CycleScope>
    </Group>
  );
}
