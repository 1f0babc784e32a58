/** The outbox as staff see it. */
import { stageAudit } from "../audit/mod.ts";
import { stageJob, stageRetry } from "../job/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import { type Page, type PageRequest, transact } from "../shared/kv.ts";
import { type Conflict, fail, type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import { type Mail, mailJobId, type MailState } from "./model.ts";
import { findMail, pageMails, readMail, readMailCounts, writeMail } from "./repo.ts";
import { renderStored, withToken } from "./send_mail.ts";
import type { MailRowView, MailView } from "./view.ts";

/** The mail was sent already, or is about to be. */
export interface NotResendable {
  readonly code: "not_resendable";
}

/** Mails newest first, of one state if one is named; needs `mail.view`. */
export async function listMails(
  deps: Deps,
  input: { viewer: StaffActor; state?: MailState; page?: PageRequest },
): Promise<Result<Page<MailRowView>, NotFound>> {
  if (!input.viewer.permissions.has("mail.view")) return notFound();
  const page = input.page ?? {};
  if (page.after !== undefined && !isId("mal", page.after)) return notFound();
  const mails = await pageMails(deps.kv, input.state ?? null, page);
  const items = await Promise.all(
    mails.items.map(async (mail) => rowOf(mail, await wordsOf(deps, mail))),
  );
  return ok({ items, next: mails.next });
}

/** One mail with its text; needs `mail.view`. */
export async function getMail(
  deps: Deps,
  input: { viewer: StaffActor; id: string },
): Promise<Result<MailView, NotFound>> {
  if (!input.viewer.permissions.has("mail.view") || !isId("mal", input.id)) return notFound();
  const mail = await findMail(deps.kv, input.id);
  if (!mail) return notFound();
  const words = isDelivery(deps, input.viewer, mail)
    ? await renderStored(deps, await withToken(deps, mail))
    : await wordsOf(deps, mail);
  return ok({ ...rowOf(mail, words), accountId: mail.accountId, text: words.text });
}

/**
 * Whether the outbox takes the place of the post: without a provider nobody gets their one-use links but from whoever
 * runs the shop. Everybody else sees them without their secret: with it they could set the customer's password.
 */
function isDelivery(deps: Deps, viewer: StaffActor, mail: Mail): boolean {
  return mail.state === "kept" && !deps.config.sendgrid && viewer.permissions.has("settings.edit");
}

/** How many mails are in each state; for the numbers that staff see. */
export function countMails(deps: Deps): Promise<Record<MailState, number>> {
  return readMailCounts(deps.kv);
}

/** Sends a failed mail again, or one that was kept while there was no provider; needs `jobs.run`. */
export async function resendMail(
  deps: Deps,
  input: { actor: StaffActor; id: string; requestId?: string },
): Promise<Result<void, NotFound | NotResendable | Conflict>> {
  const { actor, id } = input;
  const isAllowed = actor.permissions.has("mail.view") && actor.permissions.has("jobs.run");
  if (!isAllowed || !isId("mal", id)) return notFound();
  return await transact(deps, async (tx) => {
    const mail = await readMail(tx, id);
    if (!mail) return notFound();
    if (mail.state === "failed") {
      const retry = await stageRetry(tx, deps, mailJobId(mail.fact));
      if (!retry.ok) return fail({ code: "not_resendable" });
    } else if (mail.state === "kept") {
      const again = `${mailJobId(mail.fact)}:${deps.ids.next("job")}`;
      await stageJob(tx, deps, { id: again, kind: "mail.send", payload: { mailId: id } });
    } else {
      return fail({ code: "not_resendable" });
    }
    writeMail(tx, mail, { ...mail, state: "waiting", lastError: null });
    stageAudit(tx, deps, {
      actor,
      action: "mail.resent",
      subject: { kind: "mail", id },
      ...(input.requestId ? { requestId: input.requestId } : {}),
    });
    return ok(undefined);
  });
}

async function wordsOf(deps: Deps, mail: Mail): Promise<{ subject: string; text: string }> {
  return mail.sent ?? await renderStored(deps, mail);
}

function rowOf(mail: Mail, words: { subject: string }): MailRowView {
  return {
    id: mail.id,
    to: mail.to,
    template: mail.template,
    subject: words.subject,
    state: mail.state,
    lastError: mail.lastError,
    createdAt: mail.createdAt,
    sentAt: mail.sent?.at ?? null,
  };
}
