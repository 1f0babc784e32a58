/** The pages that links in mails lead to: one button, as programs that look through mails open links too. */
import { Head } from "fresh/runtime";
import type { ComponentChildren } from "preact";
import { AuthLayout } from "../layouts/mod.ts";
import { Alert, Button, type FlashMessage } from "../ui/mod.ts";

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

/** A page whose link is about an address: its form, or that the link opens nothing (`email` is `null`). */
export function AddressLinkPage(props: {
  title: string;
  /** Asks for what the button does. */
  question(email: string): string;
  link: { token: string; email: string | null };
  flash: FlashMessage | null;
  form: { action: string; label: string; children: ComponentChildren };
  expired: { href: string; label: string; children: ComponentChildren };
}) {
  const { title, question, link: { token, email }, flash, form, expired } = props;
  return (
    <AuthLayout title={title} description={email !== null && question(email)} flash={flash}>
      <Head>
        <title>{title} · CloudNest</title>
      </Head>
      {email === null
        ? <LinkExpired {...expired} />
        : (
          <LinkForm action={form.action} token={token} label={form.label}>
            <p class="text-sm text-muted">{form.children}</p>
          </LinkForm>
        )}
    </AuthLayout>
  );
}
