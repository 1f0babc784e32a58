/** Confirms that an address belongs to its account. Looking at the page confirms nothing: programs that read mail do. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { LinkExpired, LinkForm } from "@/components/auth/LinkForms.tsx";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { readVerification, verifyEmail } from "@/domain/customer/mod.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { linkStatus, tokenOf } from "../(_lib)/links.ts";
import { formStatus } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

const form = z.strictObject({ token: z.string().default("") });

interface Data {
  token: string;
  /** The address to confirm; `null` if the link opens nothing. */
  email: string | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    const token = tokenOf(ctx);
    const link = await readVerification(ctx.state.deps, token);
    if (!link.ok) return page<Data>({ token: "", email: null }, linkStatus(ctx));
    return page<Data>({ token, email: link.value.email });
  },
  async POST(ctx) {
    const { deps, requestId, signedIn } = ctx.state;
    const read = await readForm(ctx, form);
    if (!read.ok) return page<Data>({ token: "", email: null }, formStatus(read.error));
    const verified = await verifyEmail(deps, { ...read.value, requestId });
    if (!verified.ok) return page<Data>({ token: "", email: null }, formStatus(verified.error));
    const text = `Thank you: ${verified.value.email} is confirmed.`;
    return await seeOther(ctx, signedIn ? "/dashboard" : "/login", { tone: "ok", text });
  },
});

export default define.page<typeof handler>(function VerifyEmailPage({ data, state }) {
  const { token, email } = data;
  return (
    <AuthLayout
      title="Confirm your address"
      description={email !== null && `Is ${email} yours?`}
      flash={state.flash}
    >
      <Head>
        <title>Confirm your address · CloudNest</title>
      </Head>
      {email === null
        ? (
          <LinkExpired href="/dashboard" label="Open the dashboard">
            It is good for three days, once. If your address isn't confirmed yet, the dashboard
            sends you a new link.
          </LinkExpired>
        )
        : (
          <LinkForm action="/verify-email" token={token} label="Yes, confirm it">
            <p class="text-sm text-muted">
              Confirm it only if it was you who opened the account. If somebody else used your
              address, close this page: they can't do much with it.
            </p>
          </LinkForm>
        )}
    </AuthLayout>
  );
});
