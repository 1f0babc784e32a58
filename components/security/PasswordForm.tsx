/** A new password, by whoever knows the old one. */
import { Button, ErrorSummary, Input } from "../ui/mod.ts";
import { TokensChoice } from "./TokensChoice.tsx";

export interface PasswordFormProps {
  errors: Readonly<Record<string, string>>;
  /** API tokens that the account has. */
  tokens: number;
}

/** The form; it posts to its own page, which shows the errors. */
export function PasswordForm({ errors, tokens }: PasswordFormProps) {
  return (
    <form
      method="post"
      action="/dashboard/security/password"
      class="flex flex-col gap-5"
      novalidate
    >
      <ErrorSummary errors={errors} />
      <div class="grid items-start gap-5 sm:grid-cols-2">
        <Input
          id="f-current_password"
          name="current_password"
          type="password"
          label="Your password now"
          error={errors.current_password}
          autocomplete="current-password"
          required
        />
        <Input
          id="f-new_password"
          name="password"
          type="password"
          label="New password"
          hint="At least 10 characters. A few words that only you would put together are best."
          error={errors.password}
          autocomplete="new-password"
          minlength={10}
          required
        />
      </div>
      <TokensChoice tokens={tokens} id="f-revoke_tokens" />
      <div>
        <Button variant="secondary">Change the password</Button>
      </div>
    </form>
  );
}
