/** The pages that links in mails lead to: one button, as programs that look through mails open links too. */
import type { ComponentChildren } from "preact";
import { Alert, Button } from "../ui/mod.ts";

/** A form that does what the link is for, by its token. */
export function LinkForm(props: {
  action: string;
  token: string;
  label: string;
  variant?: "primary" | "danger";
  children?: ComponentChildren;
}) {
  const { action, token, label, variant = "primary", children } = props;
  return (
    <form method="post" action={action} class="flex flex-col gap-5" novalidate>
      <input type="hidden" name="token" value={token} />
      {children}
      <Button block variant={variant}>{label}</Button>
    </form>
  );
}

/** In the place of the form where the link opens nothing, whatever the reason. */
export function LinkExpired(
  { children, href, label }: { children: ComponentChildren; href: string; label: string },
) {
  return (
    <div class="flex flex-col gap-6">
      <Alert tone="warn" title="This link doesn't work any more">{children}</Alert>
      <Button block variant="secondary" href={href}>{label}</Button>
    </div>
  );
}
