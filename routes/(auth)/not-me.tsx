/** "This wasn't me": closes an account to whoever got in, by a link that only its owner's mailbox has. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { LinkExpired, LinkForm } from "@/components/auth/LinkForms.tsx";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { readReport, reportNotMe } from "@/domain/takeover/mod.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { linkStatus, tokenOf } from "../(_lib)/links.ts";
import { formStatus } from "../(_lib)/problems.ts";
import { removeSessionCookie } from "../(_lib)/session.ts";
import { define } from "../(_lib)/state.ts";

const form = z.strictObject({ token: z.string().default("") });

const DONE = {
  tone: "ok",
  text: "All sessions are ended and payouts are frozen. Set a new password now.",
} as const;

interface Data {
  token: string;
  /** What the mail was about; `null` if the link opens nothing. */
  what: string | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    const token = tokenOf(ctx);
    const link = await readReport(ctx.state.deps, token);
    if (!link.ok) return page<Data>({ token: "", what: null }, linkStatus(ctx));
    return page<Data>({ token, what: link.value.what });
  },
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    if (!read.ok) return page<Data>({ token: "", what: null }, formStatus(read.error));
    const reported = await reportNotMe(deps, { ...read.value, requestId });
    if (!reported.ok) return page<Data>({ token: "", what: null }, formStatus(reported.error));
    const path = `/reset-password?token=${reported.value.resetToken}`;
    return removeSessionCookie(ctx, await seeOther(ctx, path, DONE));
  },
});

export default define.page<typeof handler>(function NotMePage({ data, state }) {
  const { token, what } = data;
  return (
    <AuthLayout title="This wasn't you?" description={what} flash={state.flash}>
      <Head>
        <title>This wasn't me · CloudNest</title>
      </Head>
      {what === null
        ? (
          <LinkExpired href="/forgot-password" label="Set a new password">
            It is good for 30 days, once. Set a new password if somebody else may know yours: that
            ends all other sessions too. And write to us if something was done in your name.
          </LinkExpired>
        )
        : (
          <LinkForm
            action="/not-me"
            token={token}
            label="It wasn't me: close my account to them"
            variant="danger"
          >
            <ul class="flex list-disc flex-col gap-2 pl-5 text-base text-ink-soft">
              <li>All sessions end at once, yours too.</li>
              <li>The password stops working; you set a new one on the next page.</li>
              <li>API tokens stop working, and a passkey needs the new password beside it.</li>
              <li>
                Whoever was let into your account in the last 30 days is out, and invitations are
                taken back.
              </li>
              <li>If your address was changed, it becomes what it was.</li>
              <li>Payouts are frozen until we have looked at the account with you.</li>
            </ul>
            <p class="text-sm text-muted">
              Your servers, orders and invoices stay as they are. If it was you after all, close
              this page.
            </p>
          </LinkForm>
        )}
    </AuthLayout>
  );
});
