/**
 * Sets up an authenticator app in place: secret and QR code, then the first code, then the recovery codes. Without
 * scripts the same forms post, and the page comes back with the next step.
 */
import type { TargetedSubmitEvent } from "preact";
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { postForm } from "@/components/security/post_form.ts";
import { RecoveryCodes } from "@/components/security/RecoveryCodes.tsx";
import { TotpBegin, TotpConfirm } from "@/components/security/TotpForms.tsx";
import type { TotpSetupView } from "@/domain/second_factor/view.ts";

export interface TwoFactorSetupProps {
  /** Path that the forms post to. */
  action: string;
  /** The app that is being set up already. */
  setup: TotpSetupView | null;
  /** Setting up needs the password. */
  asksPassword: boolean;
  /** What was wrong with the last code or password. */
  error: string | null;
}

/** The step that comes next. */
export function TwoFactorSetup(props: TwoFactorSetupProps) {
  const { action } = props;
  const setup = useSignal(props.setup);
  const codes = useSignal<string[] | null>(null);
  const problem = useSignal(props.error ?? "");
  const asksPassword = useSignal(props.asksPassword);
  const isBusy = useSignal(false);

  async function begin(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    isBusy.value = true;
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    const begun = await postForm<{ setup: TotpSetupView }>(action, {
      action: "begin_totp",
      password,
    });
    isBusy.value = false;
    problem.value = "message" in begun ? begun.message : "";
    if ("value" in begun) setup.value = begun.value.setup;
    // The page may have stood open for longer than a proof counts
    else asksPassword.value = true;
  }

  // The button that had the focus is gone once there is a secret
  useEffect(() => {
    if (setup.value !== props.setup) document.getElementById("totp-code")?.focus();
  }, [setup.value]);

  async function confirm(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get("code"));
    isBusy.value = true;
    const confirmed = await postForm<{ recoveryCodes: string[] | null }>(action, {
      action: "confirm_totp",
      code,
    });
    isBusy.value = false;
    problem.value = "message" in confirmed ? confirmed.message : "";
    if (!("value" in confirmed)) return;
    if (confirmed.value.recoveryCodes) codes.value = confirmed.value.recoveryCodes;
    else location.assign(action);
  }

  if (codes.value) return <RecoveryCodes codes={codes.value} doneHref={action} />;
  return setup.value
    ? (
      <TotpConfirm
        action={action}
        setup={setup.value}
        error={problem.value || null}
        isBusy={isBusy.value}
        onSubmit={confirm}
      />
    )
    : (
      <TotpBegin
        action={action}
        asksPassword={asksPassword.value}
        error={problem.value || null}
        isBusy={isBusy.value}
        onSubmit={begin}
      />
    );
}
