/** The fields of a machine: how its customer gets in. Used to hand it over, and to correct it later. */
import { Button } from "../ui/Button.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import { Textarea } from "../ui/Textarea.tsx";
import type { FormState } from "./forms.ts";

/** Props of `MachineForm`. */
export interface MachineFormProps {
  /** What the form posts as `action`. */
  action: string;
  /** Where the page scrolls to after the post. */
  anchor: string;
  /** Text of the button. */
  button: string;
  /** Values to begin with, by field. */
  initial: Readonly<Record<string, string>>;
  form: FormState;
}

/** Address, hostname, log-in and notes; the password is never shown again. */
export function MachineForm({ action, anchor, button, initial, form }: MachineFormProps) {
  const { errors } = form;
  const value = (name: string) => form.texts[name] ?? initial[name] ?? "";
  return (
    <form method="post" action={`#${anchor}`} class="flex flex-col gap-5" novalidate>
      <input type="hidden" name="action" value={action} />
      <ErrorSummary errors={errors} />
      <div class="grid gap-5 sm:grid-cols-2">
        <Input
          name="ip"
          label="IP address"
          value={value("ip")}
          error={errors.ip}
          autocomplete="off"
          required
        />
        <Input
          name="hostname"
          label="Hostname"
          value={value("hostname")}
          error={errors.hostname}
          autocomplete="off"
          required
        />
        <Input
          name="username"
          label="User name"
          value={value("username")}
          error={errors.username}
          autocomplete="off"
          required
        />
        <Input
          name="password"
          type="password"
          label="Password"
          hint="Encrypted before it is stored."
          error={errors.password}
          autocomplete="new-password"
          required
        />
        <Input
          name="port"
          label="SSH port"
          inputmode="numeric"
          value={value("port") || "22"}
          error={errors.port}
          required
        />
        <Input
          name="panel_url"
          type="url"
          label="Control panel address"
          placeholder="https://"
          value={value("panel_url")}
          error={errors.panel_url}
          autocomplete="off"
        />
      </div>
      <Textarea
        name="notes"
        label="Notes for staff"
        hint="The customer doesn't see these."
        rows={3}
        value={value("notes")}
        error={errors.notes}
      />
      <div>
        <Button>{button}</Button>
      </div>
    </form>
  );
}
