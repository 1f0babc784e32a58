/** Adds a passkey: name and password, a code where there is an app, then the authenticator. Without scripts the page says what is needed. */
import type { TargetedSubmitEvent } from "preact";
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  startRegistration,
} from "@simplewebauthn/browser";
import { Alert } from "@/components/ui/Alert.tsx";
import { Button } from "@/components/ui/Button.tsx";
import { Input } from "@/components/ui/Input.tsx";
import { postForm } from "@/components/security/post_form.ts";
import { RecoveryCodes } from "@/components/security/RecoveryCodes.tsx";

export interface PasskeyAddProps {
  /** Path that gives the options and takes the answer. */
  action: string;
  /** Whether there is an app whose code is needed. */
  asksCode: boolean;
}

interface Added {
  recoveryCodes: string[] | null;
}

type Support = "unknown" | "yes" | "no";

/** The form; after it the recovery codes, if these are the account's first. */
export function PasskeyAdd({ action, asksCode }: PasskeyAddProps) {
  const support = useSignal<Support>("unknown");
  const isBusy = useSignal(false);
  const problem = useSignal("");
  const codes = useSignal<string[] | null>(null);

  useEffect(() => {
    support.value = browserSupportsWebAuthn() ? "yes" : "no";
  }, []);

  async function add(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    isBusy.value = true;
    const added = await attempt(action, {
      name: String(form.get("name")),
      password: String(form.get("password")),
      code: String(form.get("code") ?? ""),
    });
    isBusy.value = false;
    if (typeof added === "string") problem.value = added;
    else if (added.recoveryCodes) codes.value = added.recoveryCodes;
    else location.reload();
  }

  if (codes.value) return <RecoveryCodes codes={codes.value} doneHref={action} />;
  if (support.value === "no") {
    return (
      <Alert tone="info">
        This browser can't make passkeys. Use a current one over https.
      </Alert>
    );
  }
  return (
    <form
      method="post"
      action={action}
      onSubmit={add}
      class={support.value === "yes" ? "flex flex-col gap-5" : "hidden"}
    >
      {problem.value && <Alert tone="bad" role="alert">{problem.value}</Alert>}
      <div class="grid gap-5 sm:grid-cols-2">
        <Input
          id="passkey-name"
          name="name"
          label="Name"
          hint="Such as the device or key that it is on."
          maxlength={60}
          autocomplete="off"
          required
        />
        <Input
          id="passkey-password"
          name="password"
          type="password"
          label="Your password"
          autocomplete="current-password"
          required
        />
        {asksCode && (
          <Input
            id="passkey-code"
            name="code"
            label="Code"
            hint="Of your app, or a recovery code."
            autocomplete="one-time-code"
            maxlength={20}
            required
          />
        )}
      </div>
      <div>
        <Button variant="secondary" loading={isBusy.value}>Add a passkey</Button>
      </div>
    </form>
  );
}

/** Runs the ceremony: what was added, or a sentence that says why nothing was. */
async function attempt(
  action: string,
  { name, password, code }: { name: string; password: string; code: string },
): Promise<Added | string> {
  const options = await postForm<PublicKeyCredentialCreationOptionsJSON>(action, {
    action: "begin_passkey",
    password,
    code,
  });
  if ("message" in options) return options.message;
  let answer: string;
  try {
    answer = JSON.stringify(await startRegistration({ optionsJSON: options.value }));
  } catch (error) {
    return error instanceof Error && error.name === "InvalidStateError"
      ? "This device has a passkey for your account already."
      : "No passkey was made. Try again when your device is at hand.";
  }
  const added = await postForm<Added>(action, { action: "add_passkey", name, answer });
  return "message" in added ? added.message : added.value;
}
