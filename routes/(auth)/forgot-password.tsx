/** Asks for a link to a new password; says the same whether the address has an account. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { BotTrap } from "@/components/auth/BotTrap.tsx";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { Alert, Button, EmailField, ErrorSummary, TextLink } from "@/components/ui/mod.ts";
import { requestPasswordReset } from "@/domain/session/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { BOT_FIELDS, judgeSender, stampOf } from "../(_lib)/bots.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { formErrors, formStatus } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";

const form = z.strictObject({ email: z.string().default(""), ...BOT_FIELDS });

interface Data {
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  stamp: string;
  isSent: boolean;
}

export const handler = define.handlers({
  async GET(ctx) {
    const isSent = ctx.url.searchParams.has("sent");
    const stamp = await stampOf(ctx, "forgot_password");
    const typed = nothingTyped({ email: ctx.state.signedIn?.account.email ?? "" });
    return page<Data>({ typed, errors: {}, stamp, isSent });
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return await refuse(ctx, read.typed, read.error);
    const { email, ...marks } = read.value;
    const sender = await judgeSender(ctx, "forgot_password", marks);
    if (typeof sender === "object") return await refuse(ctx, read.typed, sender);
    if (sender === "person") {
      const { deps, client } = ctx.state;
      const asked = await requestPasswordReset(deps, { email, client });
      if (!asked.ok) return await refuse(ctx, read.typed, asked.error);
    }
    return ctx.redirect("/forgot-password?sent=1", 303);
  },
});

async function refuse(ctx: Ctx, typed: Typed, error: Failure) {
  const stamp = await stampOf(ctx, "forgot_password", typed.texts.stamp);
  return page<Data>({ typed, errors: formErrors(error), stamp, isSent: false }, formStatus(error));
}

export default define.page<typeof handler>(function ForgotPasswordPage({ data, state }) {
  const { typed, errors, stamp, isSent } = data;
  return (
    <AuthLayout
      title="Set a new password"
      description="We send you a link that is good for 15 minutes, once."
      flash={state.flash}
      footer={
        <>
          It has come back to you? <TextLink href="/login">Log in</TextLink>
        </>
      }
    >
      <Head>
        <title>Set a new password · CloudNest</title>
      </Head>
      {isSent && (
        <div class="mb-6">
          <Alert tone="ok" title="Look into your mail">
            If there is an account with that address, a link to a new password is on its way. It may
            take a minute; look into the folder for spam too.
          </Alert>
        </div>
      )}
      <form method="post" action="/forgot-password" class="flex flex-col gap-5" novalidate>
        <ErrorSummary errors={errors} />
        <EmailField
          typed={typed.texts.email}
          errors={errors}
          hint="The one that you registered with."
          autocomplete="username"
        />
        <BotTrap stamp={stamp} />
        <Button block variant={isSent ? "secondary" : "primary"}>
          {isSent ? "Send another link" : "Send the link"}
        </Button>
      </form>
    </AuthLayout>
  );
});
