/** Sets a new password by the link of a mail; the log-in that follows asks for the second factor. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { LinkExpired, LinkForm } from "@/components/auth/LinkForms.tsx";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { TokensChoice } from "@/components/security/TokensChoice.tsx";
import { ErrorSummary, Input } from "@/components/ui/mod.ts";
import { readPasswordReset, resetPassword } from "@/domain/session/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { formErrors, formStatus } from "../(_lib)/problems.ts";
import { removeSessionCookie } from "../(_lib)/session.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { linkStatus, tokenOf } from "../(_lib)/links.ts";

const form = z.strictObject({
  token: z.string().default(""),
  password: z.string().default(""),
  revoke_tokens: z.literal("on").optional(),
});

const DONE = {
  tone: "ok",
  text: "Your password is set, and all sessions are ended. Log in with the new password.",
} as const;

interface Data {
  token: string;
  /** Whose password it is; `null` if the link opens nothing. */
  email: string | null;
  /** API tokens that the account has. */
  tokens: number;
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  async GET(ctx) {
    const data = await shown(ctx, tokenOf(ctx), {});
    return page<Data>(data, data.email === null ? linkStatus(ctx) : {});
  },
  async POST(ctx) {
    const { deps, client } = ctx.state;
    const read = await readForm(ctx, form);
    if (!read.ok) return await refuse(ctx, read.typed.texts.token, read.error);
    const { token, password, revoke_tokens: revoke } = read.value;
    const revokesTokens = revoke === "on";
    const set = await resetPassword(deps, { token, password, client, revokesTokens });
    if (!set.ok) return await refuse(ctx, token, set.error);
    return removeSessionCookie(ctx, await seeOther(ctx, "/login", DONE));
  },
});

async function refuse(ctx: Ctx, token: string | undefined, error: Failure) {
  return page<Data>(await shown(ctx, token, formErrors(error)), formStatus(error));
}

async function shown(
  ctx: Ctx,
  token: string | undefined,
  errors: Data["errors"],
): Promise<Data> {
  const link = await readPasswordReset(ctx.state.deps, token);
  return link.ok
    ? { token: token!, ...link.value, errors }
    : { token: "", email: null, tokens: 0, errors: {} };
}

export default define.page<typeof handler>(function ResetPasswordPage({ data, state }) {
  const { token, email, tokens, errors } = data;
  return (
    <AuthLayout
      title="Set a new password"
      description={email !== null && `For the account ${email}.`}
      flash={state.flash}
    >
      <Head>
        <title>Set a new password · CloudNest</title>
      </Head>
      {email === null
        ? (
          <LinkExpired href="/forgot-password" label="Ask for a new link">
            It is good for 15 minutes, once, and only the last password's links work. Ask for a new
            one, and use it soon.
          </LinkExpired>
        )
        : (
          <LinkForm action="/reset-password" token={token} label="Set the password">
            <ErrorSummary errors={errors} />
            <input type="hidden" name="username" value={email} autocomplete="username" disabled />
            <Input
              name="password"
              type="password"
              label="New password"
              hint="At least 10 characters. A few words that only you would put together are best."
              error={errors.password}
              autocomplete="new-password"
              minlength={10}
              required
            />
            <TokensChoice tokens={tokens} id="f-revoke_tokens" />
          </LinkForm>
        )}
    </AuthLayout>
  );
});
