/**
 * Keys of mails:
 * - `["mails", id]`: the mail
 * - `["mails_by_state", state, id]`, `["mails_by_account", accountId, id]`: indexes
 * - `["mails_by_writer", accountId | address, id]`: messages of people, by the account of whoever was signed in, else by the
 *   address that they gave
 * - `["mail_counts", state]`: counters
 * - `["mail_templates", templateId]`: texts
 *
 * A new mail is owned by its job, which is made under check in the same commit; later changes check the mail.
 */
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "../shared/kv.ts";
import {
  type Mail,
  MAIL_STATES,
  mailSchema,
  type MailState,
  storedTemplateSchema,
} from "./model.ts";
import { type MailTemplate, type MailTemplateId, mailTemplateSeeds } from "./templates.ts";

const mailKey = (id: string): Deno.KvKey => ["mails", id];
const stateKey = (state: MailState, id: string): Deno.KvKey => ["mails_by_state", state, id];
const accountKey = (accountId: string, id: string): Deno.KvKey => [
  "mails_by_account",
  accountId,
  id,
];
const writerKey = (writer: string, id: string): Deno.KvKey => ["mails_by_writer", writer, id];
const countKey = (state: MailState): Deno.KvKey => ["mail_counts", state];
const templateKey = (id: MailTemplateId): Deno.KvKey => ["mail_templates", id];

/** The mail, or `null`. */
export async function findMail(kv: Deno.Kv, id: string): Promise<Mail | null> {
  const entry = await kv.get<unknown>(mailKey(id));
  return entry.value === null ? null : mailSchema.parse(entry.value);
}

/** The mail under check, or `null`. */
export async function readMail(tx: Tx, id: string): Promise<Mail | null> {
  const stored = await tx.get<unknown>(mailKey(id));
  return stored === null ? null : mailSchema.parse(stored);
}

/** Stages `mail` in the place of `before` (`null`: it is new). */
export function writeMail(tx: Tx, before: Mail | null, mail: Mail): void {
  if (before && before.state !== mail.state) {
    tx.delete(stateKey(before.state, before.id));
    tx.count(countKey(before.state), -1);
  }
  tx.set(mailKey(mail.id), mail);
  if (mail.accountId !== null) tx.set(accountKey(mail.accountId, mail.id), mail.id);
  const [writerBefore, writer] = [before && writerOf(before), writerOf(mail)];
  if (writerBefore && writerBefore !== writer) tx.delete(writerKey(writerBefore, mail.id));
  if (writer && writerBefore !== writer) tx.set(writerKey(writer, mail.id), mail.id);
  if (before?.state !== mail.state) {
    tx.set(stateKey(mail.state, mail.id), mail.id);
    tx.count(countKey(mail.state), 1);
  }
}

/** Whose message a mail is; `null` for mails that the program wrote. */
function writerOf({ writtenBy, replyTo }: Mail): string | null {
  return writtenBy ?? replyTo?.email ?? null;
}

/** One page of mails, newest first. */
export function pageMails(
  kv: Deno.Kv,
  state: MailState | null,
  request: PageRequest,
): Promise<Page<Mail>> {
  return pageOf(kv, state ? ["mails_by_state", state] : ["mails"], request);
}

/** One page of the mails about an account, newest first. */
export function pageMailsOf(
  kv: Deno.Kv,
  accountId: string,
  request: PageRequest,
): Promise<Page<Mail>> {
  return pageOf(kv, ["mails_by_account", accountId], request);
}

/** One page of the messages of an account, or of an address that nobody was signed in with, newest first. */
export function pageMailsFrom(
  kv: Deno.Kv,
  writer: string,
  request: PageRequest,
): Promise<Page<Mail>> {
  return pageOf(kv, ["mails_by_writer", writer], request);
}

async function pageOf(
  kv: Deno.Kv,
  index: Deno.KvKey,
  request: PageRequest,
): Promise<Page<Mail>> {
  const page = await pageIds(kv, index, request);
  const mails = await getAll<unknown>(kv, page.items.map(mailKey));
  const found = mails.filter((mail) => mail !== null);
  return { items: found.map((mail) => mailSchema.parse(mail)), next: page.next };
}

/** How many mails are in each state. */
export async function readMailCounts(kv: Deno.Kv): Promise<Record<MailState, number>> {
  const counts = await getAll<Deno.KvU64>(kv, MAIL_STATES.map(countKey));
  const entries = MAIL_STATES.map((state, index) =>
    [state, Number(BigInt.asIntN(64, counts[index]?.value ?? 0n))] as const
  );
  return Object.fromEntries(entries) as Record<MailState, number>;
}

/** The texts of a template: the stored ones, or those that come with the program. */
export async function findTemplate(kv: Deno.Kv, id: MailTemplateId): Promise<MailTemplate> {
  const entry = await kv.get<unknown>(templateKey(id));
  return entry.value === null ? mailTemplateSeeds[id] : storedTemplateSchema.parse(entry.value);
}

/** Stages the texts of a template unless there are some; one check. */
export async function writeTemplateOnce(
  tx: Tx,
  id: MailTemplateId,
  template: MailTemplate,
): Promise<void> {
  if (await tx.get<unknown>(templateKey(id)) !== null) return;
  tx.set(templateKey(id), { schemaVersion: 1, ...template });
}
