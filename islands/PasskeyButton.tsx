/** Logs in with a passkey, alone or as the second step. Without scripts, or without passkeys, there is no button. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from "@simplewebauthn/browser";
import { KeyRoundIcon } from "@/components/secret_icons.tsx";
import { postForm } from "@/components/security/post_form.ts";
import { Button } from "@/components/ui/Button.tsx";

export interface PasskeyButtonProps {
  /** Path that gives the options and takes the answer. */
  action: string;
  label: string;
  /** Id of the checkbox for remembering this device, where there is one. */
  rememberId?: string;
}

/** The button, and below it what went wrong. */
export function PasskeyButton({ action, label, rememberId }: PasskeyButtonProps) {
  const isReady = useSignal(false);
  const isBusy = useSignal(false);
  const problem = useSignal("");

  useEffect(() => {
    isReady.value = browserSupportsWebAuthn();
  }, []);

  async function signIn() {
    isBusy.value = true;
    problem.value = await attempt(action, rememberId);
    isBusy.value = false;
  }

  return (
    <div class={isReady.value ? "" : "invisible"}>
      <Button
        type="button"
        variant="secondary"
        block
        icon={KeyRoundIcon}
        loading={isBusy.value}
        onClick={signIn}
      >
        {label}
      </Button>
      <p role="status" class={problem.value ? "mt-2 text-sm text-bad" : "sr-only"}>
        {problem.value}
      </p>
    </div>
  );
}

/** Runs the ceremony; an empty text if it worked and the browser is on its way. */
async function attempt(action: string, rememberId: string | undefined): Promise<string> {
  const options = await postForm<PublicKeyCredentialRequestOptionsJSON>(action, {
    action: "passkey_options",
  });
  if ("message" in options) return options.message;
  let answer: string;
  try {
    answer = JSON.stringify(await startAuthentication({ optionsJSON: options.value }));
  } catch {
    return "No passkey was used. Try again, or use another way to log in.";
  }
  const remember = rememberId ? document.getElementById(rememberId) : null;
  const isRemembered = remember instanceof HTMLInputElement && remember.checked;
  const done = await postForm<{ location: string }>(action, {
    action: "passkey",
    answer,
    ...(isRemembered && { remember: "on" }),
  });
  if ("message" in done) return done.message;
  location.assign(done.value.location);
  return "";
}
