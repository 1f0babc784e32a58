/** Writes a mail in the commit that it tells of; a job sends it. */
import { stageJob } from "../job/mod.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import { type MailAddress, mailJobId } from "./model.ts";
import { checkVariables } from "./render.ts";
import { writeMail } from "./repo.ts";
import type { MailTemplateId, MailVariables } from "./templates.ts";

/** A mail to be. */
export interface MailInput<T extends MailTemplateId> {
  /** What it tells of, for example `order_placed:ord_…`: one mail a fact, however often it is staged. */
  fact: string;
  to: MailAddress;
  /** Whom an answer goes to; the company unless told. */
  replyTo?: MailAddress;
  /** The account it concerns. */
  accountId?: string;
  /** The account of whoever wrote its text, where it is the message of a person. */
  writtenBy?: string;
  template: T;
  /** Ready texts; `link` is a path of the site. Never a secret. */
  variables: MailVariables<T>;
  /** A record that the commit checks owns the fact: then it costs no check. */
  isOwned?: boolean;
}

/**
 * Stages a mail and its job on the caller's commit; costs one check. Does nothing if there is a mail about the fact.
 *
 * @throws MailTemplateError if the variables aren't exactly the template's.
 */
export function stageMail<T extends MailTemplateId>(
  tx: Tx,
  deps: Pick<Deps, "ids" | "clock">,
  input: MailInput<T>,
): Promise<void> {
  return stage(tx, deps, input, () => Promise.resolve(null));
}

/**
 * The same for a mail whose `link` needs the token of a one-use link: it is kept sealed, put behind the link as
 * `?token=` when the mail goes out, and forgotten then. Staff who read the outbox don't see it.
 */
export function stageLinkMail<T extends MailTemplateId>(
  tx: Tx,
  deps: Pick<Deps, "ids" | "clock" | "secrets">,
  input: MailInput<T> & { token: string },
): Promise<void> {
  const { token, ...mail } = input;
  return stage(tx, deps, mail, (id) => deps.secrets.seal("mail_link", id, token));
}

async function stage<T extends MailTemplateId>(
  tx: Tx,
  deps: Pick<Deps, "ids" | "clock">,
  input: MailInput<T>,
  sealToken: (mailId: string) => Promise<string | null>,
): Promise<void> {
  const variables: Record<string, string> = { ...input.variables };
  checkVariables(input.template, variables);
  const id = deps.ids.next("mal");
  const job = { id: mailJobId(input.fact), kind: "mail.send", payload: { mailId: id } };
  if (!await stageJob(tx, deps, { ...job, isOwned: input.isOwned })) return;
  writeMail(tx, null, {
    schemaVersion: 1,
    id,
    fact: input.fact,
    to: { email: input.to.email, name: input.to.name },
    replyTo: input.replyTo ?? null,
    accountId: input.accountId ?? null,
    writtenBy: input.writtenBy ?? null,
    template: input.template,
    variables,
    sealedToken: await sealToken(id),
    state: "waiting",
    sent: null,
    lastError: null,
    createdAt: isoNow(deps.clock),
  });
}
