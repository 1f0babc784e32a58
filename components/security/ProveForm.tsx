/** A form that asks for the password, and for a code where there is an app, before it does what its button says. */
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Input } from "../ui/Input.tsx";

export interface ProveFormProps {
  /** The value of the field `action`; also tells the fields of several forms apart. */
  action: string;
  /** Posted along: which passkey it is about. */
  passkey?: string;
  asksCode: boolean;
  submit: string;
  isDangerous?: boolean;
  errors: Readonly<Record<string, string>>;
}

/** Password, code, button. */
export function ProveForm(props: ProveFormProps) {
  const { action, passkey, asksCode, submit, isDangerous, errors } = props;
  const id = passkey ? `${action}-${passkey}` : action;
  return (
    <form method="post" class="flex flex-col gap-5" novalidate>
      {errors[""] && <Alert tone="bad" role="alert">{errors[""]}</Alert>}
      {passkey && <input type="hidden" name="passkey" value={passkey} />}
      <div class="grid gap-5 sm:grid-cols-2">
        <Input
          id={`${id}-password`}
          name="password"
          type="password"
          label="Your password"
          error={errors.password}
          autocomplete="current-password"
          required
        />
        {asksCode && (
          <Input
            id={`${id}-code`}
            name="code"
            label="Code"
            hint="Of your app, or a recovery code."
            error={errors.code}
            autocomplete="one-time-code"
            maxlength={20}
            required
          />
        )}
      </div>
      <div>
        <Button name="action" value={action} variant={isDangerous ? "danger" : "secondary"}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
