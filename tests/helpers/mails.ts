/** The mails that wait in KV, and the one-use links that they will carry. */
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import type { Deps } from "@/domain/shared/deps.ts";

/** What tests look at in a stored mail. */
export interface StoredMail {
  id: string;
  fact: string;
  to: { email: string; name: string };
  template: string;
  variables: Record<string, string>;
  sealedToken: string | null;
}

/** All mails in the order of their making, to one address if it is given. */
export async function mailsTo(deps: Deps, email?: string): Promise<StoredMail[]> {
  const mails: StoredMail[] = [];
  for await (const { value } of deps.kv.list<StoredMail>({ prefix: ["mails"] })) mails.push(value);
  return mails.filter(({ to }) => email === undefined || to.email === email);
}

/** The names of their templates, oldest first. */
export async function templatesTo(deps: Deps, email?: string): Promise<string[]> {
  return (await mailsTo(deps, email)).map(({ template }) => template);
}

/** The token of the newest mail of a template. */
export async function tokenOf(deps: Deps, template: string, email?: string): Promise<string> {
  const mail = (await mailsTo(deps, email)).findLast((each) => each.template === template);
  if (!mail?.sealedToken) throw new Error(`no mail ${template} with a link`);
  return await deps.secrets.open("mail_link", mail.id, mail.sealedToken);
}

/** Runs what waits behind the pages; mails themselves stay. */
export async function runJobs(deps: Deps): Promise<void> {
  const { "mail.send": _mail, ...handlers } = jobHandlers;
  await runDueJobs(deps, { handlers: { ...handlers, "mail.send": keep } });
}

function keep() {
  return Promise.resolve({ ok: true as const, value: undefined });
}
