/** Makes a new address the account's, by the link that went to it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { LinkExpired, LinkForm } from "@/components/auth/LinkForms.tsx";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { confirmEmailChange, readEmailChange } from "@/domain/session/mod.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { linkStatus, tokenOf } from "../(_lib)/links.ts";
import { formStatus } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

const form = z.strictObject({ token: z.string().default("") });

interface Data {
  token: string;
  /** The new address; `null` if the link opens nothing. */
  email: string | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    const token = tokenOf(ctx);
    const link = await readEmailChange(ctx.state.deps, token);
    if (!link.ok) return page<Data>({ token: "", email: null }, linkStatus(ctx));
    return page<Data>({ token, email: link.value.email });
  },
  async POST(ctx) {
    const { deps, requestId, signedIn } = ctx.state;
    const read = await readForm(ctx, form);
    if (!read.ok) return page<Data>({ token: "", email: null }, formStatus(read.error));
    const changed = await confirmEmailChange(deps, { ...read.value, requestId });
    if (!changed.ok) return page<Data>({ token: "", email: null }, formStatus(changed.error));
    const text = `Your address is ${changed.value.email} from now on. Log in with it.`;
    return await seeOther(ctx, signedIn ? "/dashboard" : "/login", { tone: "ok", text });
  },
});

export default define.page<typeof handler>(function ConfirmEmailPage({ data, state }) {
  const { token, email } = data;
  return (
    <AuthLayout
      title="Confirm your new address"
      description={email !== null && `Use ${email} for your account from now on?`}
      flash={state.flash}
    >
      <Head>
        <title>Confirm your new address · CloudNest</title>
      </Head>
      {email === null
        ? (
          <LinkExpired href="/dashboard/security/email" label="Ask for a new link">
            It is good for a day, once, and only as long as your password stays and nobody else has
            the address. Ask for the change again.
          </LinkExpired>
        )
        : (
          <LinkForm action="/confirm-email" token={token} label="Use this address">
            <p class="text-sm text-muted">
              Only if it was you who asked for it, in your own account. Else close this page.
            </p>
          </LinkForm>
        )}
    </AuthLayout>
  );
});
