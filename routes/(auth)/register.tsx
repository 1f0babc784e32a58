/** Registration: account and session at once, then on to where the visitor wanted to go. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { BotTrap } from "@/components/auth/BotTrap.tsx";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { Button, EmailField, ErrorSummary, Input, TextLink } from "@/components/ui/mod.ts";
import { signUp } from "@/domain/session/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { BOT_FIELDS, judgeSender, stampOf } from "../(_lib)/bots.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { formErrors, formStatus } from "../(_lib)/problems.ts";
import { setSessionCookie } from "../(_lib)/session.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { keepNext, safeNext } from "../(_lib)/urls.ts";

const form = z.strictObject({
  name: z.string().default(""),
  email: z.string().default(""),
  password: z.string().default(""),
  ...BOT_FIELDS,
});

interface Data {
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  next: string | null;
  stamp: string;
}

export const handler = define.handlers({
  async GET(ctx) {
    if (ctx.state.signedIn) return ctx.redirect(safeNext(nextOf(ctx)), 303);
    const stamp = await stampOf(ctx, "register");
    return page<Data>({ typed: nothingTyped(), errors: {}, next: nextOf(ctx), stamp });
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return await refuse(ctx, read.typed, read.error);
    const { stamp, website, ...registration } = read.value;
    const sender = await judgeSender(ctx, "register", { stamp, website });
    if (sender === "program") return ctx.redirect(safeNext(nextOf(ctx)), 303);
    if (sender !== "person") return await refuse(ctx, read.typed, sender);
    const result = await signUp(ctx.state.deps, { ...ctx.state.client, ...registration });
    if (!result.ok) return await refuse(ctx, read.typed, result.error);
    return setSessionCookie(ctx, await seeOther(ctx, safeNext(nextOf(ctx))), result.value);
  },
});

function nextOf(ctx: Ctx): string | null {
  return ctx.url.searchParams.get("next");
}

async function refuse(ctx: Ctx, typed: Typed, error: Failure) {
  const stamp = await stampOf(ctx, "register", typed.texts.stamp);
  const data: Data = { typed, errors: formErrors(error), next: nextOf(ctx), stamp };
  return page(data, formStatus(error));
}

export default define.page<typeof handler>(function RegisterPage({ data, state }) {
  const { typed, errors, next, stamp } = data;
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
        <EmailField typed={typed.texts.email} errors={errors} />
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
        <BotTrap stamp={stamp} />
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
