/** Another e-mail address, by whoever knows the password and has the codes. */
import { Button, EmailField, ErrorSummary, Input } from "../ui/mod.ts";

export interface EmailFormProps {
  email: string | undefined;
  asksCode: boolean;
  errors: Readonly<Record<string, string>>;
}

/** The form; it posts to its own page, which shows the errors. */
export function EmailForm({ email, asksCode, errors }: EmailFormProps) {
  return (
    <form method="post" action="/dashboard/security/email" class="flex flex-col gap-5" novalidate>
      <ErrorSummary errors={errors} />
      <EmailField
        typed={email}
        errors={errors}
        label="New e-mail address"
        hint="We send a link to it. Until you follow it, the address that you have stays."
      />
      <Input
        name="password"
        type="password"
        label="Your password"
        error={errors.password}
        autocomplete="current-password"
        required
      />
      {asksCode && (
        <Input
          name="code"
          label="Code"
          hint="Of your app, or a recovery code."
          error={errors.code}
          autocomplete="one-time-code"
          maxlength={20}
          required
        />
      )}
      <div>
        <Button>Send the link</Button>
      </div>
    </form>
  );
}
