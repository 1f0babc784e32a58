/** The second step of a log-in: one field for both kinds of code, and the passkey where there is one. */
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Checkbox } from "../ui/Checkbox.tsx";
import { Input } from "../ui/Input.tsx";
import { PasskeyButton } from "@/islands/PasskeyButton.tsx";

export interface TwoFactorFormProps {
  action: string;
  hasApp: boolean;
  hasPasskey: boolean;
  isRemembered: boolean;
  error: string | null;
}

/** Works without scripts; a passkey needs them. */
export function TwoFactorForm(props: TwoFactorFormProps) {
  const { action, hasApp, hasPasskey, isRemembered, error } = props;
  const passkey = hasPasskey && (
    <div>
      <PasskeyButton action={action} label="Use a passkey" rememberId="f-remember" />
      <noscript>
        <p class="text-sm text-muted">
          To use your passkey, switch on JavaScript for this site. A recovery code works without it.
        </p>
      </noscript>
    </div>
  );
  return (
    <div class="flex flex-col gap-6">
      {!hasApp && passkey}
      <form method="post" action={action} class="flex flex-col gap-5" novalidate>
        {error && <Alert tone="bad" role="alert">{error}</Alert>}
        <Input
          name="code"
          label={hasApp ? "Code" : "Recovery code"}
          hint={hasApp
            ? "The six digits that your app shows, or one of your recovery codes."
            : "Only if your passkey is out of reach. Each code works once."}
          error={error && "Check the code."}
          autocomplete="one-time-code"
          maxlength={20}
          autofocus={hasApp}
          required
        />
        <Checkbox
          name="remember"
          label="Don't ask again on this device for 30 days"
          hint="Only on a device that nobody else uses."
          checked={isRemembered}
        />
        <Button block variant={hasApp ? "primary" : "secondary"}>Log in</Button>
      </form>
      {hasApp && passkey}
    </div>
  );
}
