/** One mail: to whom, what it says, and what became of it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AdminLayout } from "@/components/layouts/mod.ts";
import {
  Alert,
  Button,
  Card,
  DateTime,
  DescriptionList,
  StatusBadge,
} from "@/components/ui/mod.ts";
import { getMail, resendMail } from "@/domain/mail/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { formError } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";

const form = z.strictObject({ action: z.literal("resend") });

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const id = ctx.params.id!;
    const read = await readForm(ctx, form);
    if (!read.ok) return page(await load(ctx, read.error), formStatus(read.error));
    const resent = await resendMail(deps, { actor: requireStaff(ctx), id, requestId });
    if (resent.ok) {
      const text = "The mail is waiting to be sent.";
      return await seeOther(ctx, `/admin/mail/outbox/${id}`, { tone: "ok", text });
    }
    if (resent.error.code === "not_found") return problem(resent.error);
    return page(await load(ctx, resent.error), formStatus(resent.error));
  },
});

async function load(ctx: Ctx, error: Failure | null) {
  const viewer = requireStaff(ctx);
  const mail = await getMail(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!mail.ok) return problem(mail.error);
  const { state } = mail.value;
  const sends = ctx.state.deps.config.sendgrid !== null;
  const canResend = viewer.permissions.has("jobs.run") &&
    (state === "failed" || state === "kept" && sends);
  return { mail: mail.value, canResend, error: error && formError(error)[""] };
}

export default define.page<typeof handler>(function AdminMailPage(props) {
  const { mail, canResend, error } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={mail.subject}
      breadcrumbs={[{ label: "Mail outbox", href: "/admin/mail/outbox" }, { label: mail.subject }]}
      actions={canResend && (
        <form method="post">
          <input type="hidden" name="action" value="resend" />
          <Button variant="secondary">Send again</Button>
        </form>
      )}
    >
      <Head>
        <title>{`${mail.subject} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        {error && <Alert tone="bad" role="alert">{error}</Alert>}
        <Card title="Delivery">
          <DescriptionList
            columns={2}
            items={[
              { label: "To", value: `${mail.to.name} <${mail.to.email}>` },
              { label: "State", value: <StatusBadge kind="mail" status={mail.state} /> },
              { label: "Written", value: <DateTime value={mail.createdAt} /> },
              { label: "Sent", value: mail.sentAt ? <DateTime value={mail.sentAt} /> : "Not yet" },
              { label: "Template", value: <code>{mail.template}</code> },
              ...(mail.lastError ? [{ label: "Last error", value: mail.lastError }] : []),
            ]}
          />
        </Card>
        <Card title="Text">
          <p class="whitespace-pre-line text-sm text-ink-soft wrap-anywhere">{mail.text}</p>
        </Card>
      </div>
    </AdminLayout>
  );
});
