/** Log-in by e-mail and password; leads back to where the visitor wanted to go. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { Alert, Button, EmailField, ErrorSummary, Input, TextLink } from "@/components/ui/mod.ts";
import { PasskeyButton } from "@/islands/PasskeyButton.tsx";
import { logIn } from "@/domain/session/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { formStatus, retryAfterOf, waitText } from "../(_lib)/problems.ts";
import { signInWith, toSecondStep } from "../(_lib)/sign_in.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { keepNext, safeNext } from "../(_lib)/urls.ts";

const form = z.strictObject({
  email: z.string().min(1, "Enter your e-mail address."),
  password: z.string().min(1, "Enter your password."),
});

interface Data {
  typed: Typed;
  errors: Record<string, string>;
  next: string | null;
}

export const handler = define.handlers({
  GET(ctx) {
    if (ctx.state.signedIn) return ctx.redirect(safeNext(nextOf(ctx)), 303);
    return page<Data>({ typed: nothingTyped(), errors: {}, next: nextOf(ctx) });
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return refuse(ctx, read.typed, read.error, read.error.fields);
    const result = await logIn(ctx.state.deps, { ...ctx.state.client, ...read.value });
    if (!result.ok && result.error.code === "second_factor_required") {
      return toSecondStep(ctx, result.error, nextOf(ctx));
    }
    if (!result.ok) {
      return refuse(ctx, read.typed, result.error, { "": explain(result.error) });
    }
    return signInWith(ctx, await seeOther(ctx, safeNext(nextOf(ctx))), result.value);
  },
});

function nextOf(ctx: Ctx): string | null {
  return ctx.url.searchParams.get("next");
}

function refuse(ctx: Ctx, typed: Typed, error: Failure, errors: Record<string, string>) {
  return page<Data>({ typed, errors, next: nextOf(ctx) }, formStatus(error));
}

function explain(error: Failure): string {
  const wait = retryAfterOf(error);
  if (wait !== null) return `Too many tries. Try again in ${waitText(wait)}.`;
  return error.code === "bad_credentials"
    ? "That address and password don't belong together. Check both and try again."
    : "We are busy right now. Try again in a moment.";
}

export default define.page<typeof handler>(function LogInPage({ data, state }) {
  const { typed, errors, next } = data;
  return (
    <AuthLayout
      title="Log in"
      description="To your servers, orders and invoices."
      flash={state.flash}
      footer={
        <>
          New here? <TextLink href={keepNext("/register", next)}>Create an account</TextLink>
        </>
      }
    >
      <Head>
        <title>Log in · CloudNest</title>
      </Head>
      {state.hasStaleSession && Object.keys(errors).length === 0 && (
        <div class="mb-6">
          <Alert tone="info" title="Log in to continue">
            Your session has ended. If you have just filled in the registration form, there may be
            an account with your address already: log in with its password, or look into your mail.
          </Alert>
        </div>
      )}
      <form
        method="post"
        action={keepNext("/login", next)}
        class="flex flex-col gap-5"
        novalidate
      >
        <ErrorSummary errors={errors} />
        <EmailField typed={typed.texts.email} errors={errors} autocomplete="username" />
        <Input
          name="password"
          type="password"
          label="Password"
          error={errors.password}
          autocomplete="current-password"
          required
        />
        <Button block>Log in</Button>
        <p class="text-sm">
          <TextLink href="/forgot-password">Forgot your password?</TextLink>
        </p>
      </form>
      <div class="mt-4">
        <PasskeyButton action={keepNext("/login/passkey", next)} label="Log in with a passkey" />
      </div>
    </AuthLayout>
  );
});
