/** Registration: account and session at once, then on to where the visitor wanted to go. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { Button, ErrorSummary, Input, TextLink } from "@/components/ui/mod.ts";
import { signUp } from "@/domain/session/mod.ts";
import type { Failure, ValidationError } from "@/domain/shared/result.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { formStatus, retryAfterOf, waitText } from "../(_lib)/problems.ts";
import { setSessionCookie } from "../(_lib)/session.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { keepNext, safeNext } from "../(_lib)/urls.ts";

const form = z.strictObject({
  name: z.string().default(""),
  email: z.string().default(""),
  password: z.string().default(""),
});

interface Data {
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  next: string | null;
}

export const handler = define.handlers({
  GET(ctx) {
    if (ctx.state.signedIn) return ctx.redirect(safeNext(nextOf(ctx)), 303);
    return page<Data>({ typed: nothingTyped(), errors: {}, next: nextOf(ctx) });
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return refuse(ctx, read.typed, read.error);
    const result = await signUp(ctx.state.deps, { ...ctx.state.client, ...read.value });
    if (!result.ok) return refuse(ctx, read.typed, result.error);
    return setSessionCookie(ctx, await seeOther(ctx, safeNext(nextOf(ctx))), result.value);
  },
});

function nextOf(ctx: Ctx): string | null {
  return ctx.url.searchParams.get("next");
}

function refuse(ctx: Ctx, typed: Typed, error: Failure) {
  return page<Data>({ typed, errors: explain(error), next: nextOf(ctx) }, formStatus(error));
}

function explain(error: Failure): Data["errors"] {
  if (error.code === "validation") return (error as ValidationError).fields;
  const wait = retryAfterOf(error);
  return {
    "": wait === null
      ? "We are busy right now. Try again in a moment."
      : `Too many tries. Try again in ${waitText(wait)}.`,
  };
}

export default define.page<typeof handler>(function RegisterPage({ data, state }) {
  const { typed, errors, next } = data;
  return (
    <AuthLayout
      title="Create your account"
      description="It takes a minute, and costs nothing until you order."
      flash={state.flash}
      footer={
        <>
          Already registered? <TextLink href={keepNext("/login", next)}>Log in</TextLink>
        </>
      }
    >
      <Head>
        <title>Create your account · CloudNest</title>
      </Head>
      <form
        method="post"
        action={keepNext("/register", next)}
        class="flex flex-col gap-5"
        novalidate
      >
        <ErrorSummary errors={errors} />
        <Input
          name="name"
          label="Name"
          hint="Yours, or your company's: invoices are made out to it."
          value={typed.texts.name}
          error={errors.name}
          autocomplete="name"
          maxlength={100}
          required
        />
        <Input
          name="email"
          type="email"
          label="E-mail address"
          value={typed.texts.email}
          error={errors.email}
          autocomplete="email"
          maxlength={254}
          required
        />
        <Input
          name="password"
          type="password"
          label="Password"
          hint="At least 10 characters. A few words that only you would put together are best."
          error={errors.password}
          autocomplete="new-password"
          minlength={10}
          required
        />
        <Button block>Create account</Button>
        <p class="text-sm text-muted">
          By creating an account you accept our <TextLink href="/terms">terms of service</TextLink>
          {" "}
          and have read how we handle <TextLink href="/privacy">your data</TextLink>.
        </p>
      </form>
    </AuthLayout>
  );
});
