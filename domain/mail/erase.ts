/** Takes a person out of the mails: to whom, which values, what was written. That there was a mail, and when, stays. */
import type { Deps } from "../shared/deps.ts";
import { ERASED, type ErasedPart, type ErasePart, namesAddress } from "../shared/erasing.ts";
import { transact } from "../shared/kv.ts";
import { ok, unwrap } from "../shared/result.ts";
import type { Mail } from "./model.ts";
import { pageMails, readMail, writeMail } from "./repo.ts";

/** Whose mails, with the ids of what is theirs: mails to staff name it in the fact that they tell of. */
type MailPart = ErasePart & { ids: ReadonlySet<string> };

/** Erases the next part of the mails, newest first. Mails to staff lose the person, not their recipient. */
export async function eraseMails(
  deps: Pick<Deps, "kv" | "lanes">,
  part: MailPart,
): Promise<ErasedPart> {
  const page = await pageMails(deps.kv, null, {
    limit: 100,
    ...(part.after !== null && { after: part.after }),
  });
  let changed = 0;
  for (const { id } of page.items.filter((mail) => concerns(mail, part))) {
    const isChanged = unwrap(
      await transact(deps, async (tx) => {
        const mail = await readMail(tx, id);
        if (!mail || !concerns(mail, part)) return ok(false);
        writeMail(tx, mail, blanked(mail, part));
        return ok(true);
      }),
    );
    if (isChanged) changed++;
  }
  return { changed, next: page.next };
}

function concerns(mail: Mail, { accountId, email, ids }: MailPart): boolean {
  const { to, replyTo, variables, sent, lastError } = mail;
  const isErased = Object.entries(variables)
    .every(([name, value]) => name === "link" || value === ERASED);
  const isTheirs = mail.accountId === accountId || mail.writtenBy === accountId ||
    mail.fact.split(":").some((word) => ids.has(word));
  if (isTheirs && !isErased) return true;
  return namesAddress(JSON.stringify([to, replyTo, variables, sent, lastError]), email);
}

function blanked(mail: Mail, { accountId, email }: ErasePart): Mail {
  const isTheirs = mail.accountId === accountId || namesAddress(mail.to.email, email);
  const variables = Object.entries(mail.variables)
    // A link is a path with ids in it.
    .map(([name, value]) => [name, name === "link" ? value : ERASED]);
  return {
    ...mail,
    to: isTheirs ? { email: "", name: ERASED } : mail.to,
    replyTo: null,
    variables: Object.fromEntries(variables),
    sealedToken: null,
    sent: mail.sent && { ...mail.sent, subject: ERASED, text: ERASED, providerId: null },
    // Nobody gets it any more.
    state: isTheirs && mail.state === "waiting" ? "failed" : mail.state,
    lastError: null,
  };
}
