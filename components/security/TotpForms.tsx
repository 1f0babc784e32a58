/** The two forms of setting up an authenticator app: they post by themselves, an island may answer them in place. */
import type { TargetedSubmitEvent } from "preact";
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { CodeField } from "../ui/CodeField.tsx";
import { Input } from "../ui/Input.tsx";
import type { TotpSetupView } from "@/domain/second_factor/view.ts";
import { QrImage } from "../ui/QrImage.tsx";

interface FormProps {
  action: string;
  error: string | null;
  isBusy: boolean;
  onSubmit: (event: TargetedSubmitEvent<HTMLFormElement>) => void;
}

/** The first step: one button, and the password where it wasn't given a short while ago. */
export function TotpBegin(
  { action, error, isBusy, onSubmit, asksPassword }: FormProps & { asksPassword: boolean },
) {
  return (
    <form method="post" action={action} onSubmit={onSubmit} class="flex flex-col gap-5" novalidate>
      {error && !asksPassword && <Alert tone="bad" role="alert">{error}</Alert>}
      <p class="text-sm text-ink-soft">
        An app on your phone shows a new code every 30 seconds, and each log-in asks for it. Any
        authenticator app will do.
      </p>
      {asksPassword && (
        <Input
          id="totp-password"
          class="max-w-sm"
          name="password"
          type="password"
          label="Your password"
          error={error}
          autocomplete="current-password"
          required
        />
      )}
      <div>
        <Button name="action" value="begin_totp" loading={isBusy}>
          Set up an authenticator app
        </Button>
      </div>
    </form>
  );
}

/** The second step: the secret as a picture and as text, and the first code. */
export function TotpConfirm(
  { action, setup, error, isBusy, onSubmit }: FormProps & { setup: TotpSetupView },
) {
  return (
    <div class="grid items-start gap-6 sm:grid-cols-[auto_1fr]">
      <div class="flex justify-center rounded-md bg-white p-2">
        <QrImage code={setup.qr} label="QR code with the secret for your authenticator app" />
      </div>
      <form
        method="post"
        action={action}
        onSubmit={onSubmit}
        class="flex min-w-0 flex-col gap-5"
        novalidate
      >
        <p class="text-sm text-ink-soft">
          Scan the code with your app, or type the secret into it. Then enter the six digits that it
          shows.
        </p>
        <CodeField label="Secret" value={grouped(setup.secret)} />
        <Input
          id="totp-code"
          name="code"
          label="Code from the app"
          error={error}
          inputmode="numeric"
          autocomplete="one-time-code"
          maxlength={7}
          required
        />
        <div class="flex flex-wrap gap-3">
          <Button name="action" value="confirm_totp" loading={isBusy}>Switch it on</Button>
        </div>
      </form>
    </div>
  );
}

/** In groups of four, which apps read with or without the spaces. */
function grouped(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
