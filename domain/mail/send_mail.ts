/** The jobs that send mails. */
import { type JobHandler, type JobHandlers, type JobRun, MAX_ATTEMPTS } from "../job/mod.ts";
import { getSettings } from "../settings/mod.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { fail, ok } from "../shared/result.ts";
import type { Mail } from "./model.ts";
import { type MailBrand, type RenderedMail, renderMail } from "./render.ts";
import { findMail, findTemplate, readMail, writeMail } from "./repo.ts";
import { stageMail } from "./stage_mail.ts";

/** Handlers of `mail.send` and `mail.settings_changed`. */
export const mailJobHandlers: JobHandlers = {
  "mail.send": sendMail,
  "mail.settings_changed": writeSettingsMail,
};

/** The look and the addresses of the company's mails. */
export async function mailBrand(deps: Deps): Promise<MailBrand> {
  const company = await getSettings(deps, "company");
  return {
    companyName: company.name,
    supportEmail: company.supportEmail,
    appUrl: deps.config.appUrl,
  };
}

/** A mail as it would go out now. */
export async function renderStored(
  deps: Deps,
  mail: Pick<Mail, "template" | "variables">,
): Promise<RenderedMail> {
  const template = await findTemplate(deps.kv, mail.template);
  const input = { id: mail.template, template, variables: mail.variables };
  return renderMail(input, await mailBrand(deps));
}

/** A mail with the secret of its one-use link behind `link`: for its recipient's eyes alone. */
export async function withToken(
  deps: Deps,
  mail: Pick<Mail, "id" | "template" | "variables" | "sealedToken">,
): Promise<Pick<Mail, "template" | "variables">> {
  if (mail.sealedToken === null) return mail;
  const token = await deps.secrets.open("mail_link", mail.id, mail.sealedToken);
  const link = `${mail.variables["link"]}?token=${token}`;
  return { template: mail.template, variables: { ...mail.variables, link } };
}

/** Sends the mail of `payload.mailId`, unless it was sent; without a provider it is kept for staff to read. */
async function sendMail(deps: Deps, job: JobRun): ReturnType<JobHandler> {
  const mail = await findMail(deps.kv, String(job.payload["mailId"]));
  if (!mail) return fail({ code: "mail_missing", isFinal: true });
  if (mail.state === "sent") return ok(undefined);
  const rendered = await renderStored(deps, await withToken(deps, mail));
  if (!deps.config.sendgrid) {
    deps.log.warn("mail.kept", {
      mail: mail.id,
      fact: mail.fact,
      why: "SENDGRID_API_KEY is not set",
    });
    await recordMail(deps, mail, { state: "kept", lastError: null });
    return ok(undefined);
  }
  const brand = await mailBrand(deps);
  const { sendBySendgrid } = await import("./sendgrid.ts");
  const sent = await sendBySendgrid(deps.config.sendgrid, {
    ...rendered,
    fact: mail.fact,
    to: mail.to,
    from: { email: deps.config.mailFrom, name: brand.companyName },
    replyTo: mail.replyTo ?? { email: brand.supportEmail, name: brand.companyName },
  });
  if (!sent.ok) {
    const isLast = sent.error.isFinal || job.attempt >= MAX_ATTEMPTS;
    const state = isLast ? "failed" : "waiting";
    await recordMail(deps, mail, { state, lastError: sent.error.message });
    return sent;
  }
  // What is kept of it has no token.
  const { subject, text } = mail.sealedToken === null ? rendered : await renderStored(deps, mail);
  const record = { subject, text, at: isoNow(deps.clock), providerId: sent.value.providerId };
  await recordMail(deps, mail, { state: "sent", sent: record, sealedToken: null, lastError: null });
  return ok(undefined);
}

async function recordMail(deps: Deps, mail: Mail, change: Partial<Mail>): Promise<void> {
  const result = await transact(deps, async (tx) => {
    const stored = await readMail(tx, mail.id);
    if (!stored) return fail({ code: "not_found" });
    writeMail(tx, stored, { ...stored, ...change });
    return ok(undefined);
  });
  if (!result.ok) throw new Error(`mail ${mail.id} not recorded: ${result.error.code}`);
}

/** Tells the owner that bank details or receiving addresses were changed. */
async function writeSettingsMail(deps: Deps, job: JobRun): ReturnType<JobHandler> {
  const result = await transact(deps, async (tx) => {
    await stageMail(tx, deps, {
      fact: job.id,
      to: { email: deps.config.adminEmail, name: "Owner" },
      template: "settings_changed",
      variables: {
        section: String(job.payload["section"]),
        changedAt: String(job.payload["changedAt"]),
        link: "/admin/audit",
      },
    });
    return ok(undefined);
  });
  return result.ok ? ok(undefined) : fail({ code: result.error.code });
}
