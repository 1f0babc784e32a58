/** The password or a code again: a code where there is an app that shows one. */
import { Button, Card, ErrorSummary, Input } from "../ui/mod.ts";
import { confirmPath } from "./confirm_path.ts";

/** Props of `ConfirmForm`. */
export interface ConfirmFormProps {
  /** Where it leads back to. */
  next: string;
  proof: "code" | "password";
  errors: Record<string, string>;
}

/** The form; it posts to its own page. */
export function ConfirmForm({ next, proof, errors }: ConfirmFormProps) {
  return (
    <Card>
      <form
        method="post"
        action={confirmPath(next)}
        class="flex max-w-md flex-col gap-5"
        novalidate
      >
        <ErrorSummary errors={errors} />
        {proof === "code"
          ? (
            <Input
              name="code"
              label="Code"
              hint="The six digits that your authenticator app shows, or a recovery code."
              error={errors.code}
              autocomplete="one-time-code"
              required
            />
          )
          : (
            <Input
              name="password"
              type="password"
              label="Password"
              error={errors.password}
              autocomplete="current-password"
              required
            />
          )}
        <div class="flex flex-wrap gap-3">
          <Button>Confirm</Button>
          <Button href={next} variant="ghost">Back</Button>
        </div>
      </form>
    </Card>
  );
}
