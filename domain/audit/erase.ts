/** Takes a person out of the log: who and what stays by its id, names, addresses and networks go. */
import type { Deps } from "../shared/deps.ts";
import {
  type ErasedPart,
  type ErasePart,
  namesAddress,
  PART_SIZE,
  withoutPerson,
} from "../shared/erasing.ts";
import { pageEvents, replaceEvent } from "./repo.ts";
import type { AuditEvent } from "./model.ts";

/** Fields that say who or where somebody is, in events by or about them. */
const PERSONAL = new Set(
  ("email newEmail name customerName customerEmail network ip userAgent device hostname phone " +
    "company taxNumber certificateNumber address destination reference subject note reason what fileName " +
    "lastUsedNetwork transaction")
    .split(
      " ",
    ),
);

/** Erases the next part of the log, newest first. `ids` are those of the person's account and what belongs to it. */
export async function eraseEvents(
  deps: Pick<Deps, "kv">,
  part: ErasePart & { ids: ReadonlySet<string> },
): Promise<ErasedPart> {
  const { needles, ids, email } = part;
  const page = await pageEvents(deps.kv, null, {
    limit: Math.min(PART_SIZE, 100),
    ...(part.after !== null && { after: part.after }),
  });
  let changed = 0;
  for (const event of page.items) {
    const isTheirs = isAbout(event, ids);
    const texts = JSON.stringify([event.before, event.after]);
    if (!isTheirs && !namesAddress(texts, email)) continue;
    const options = { needles: [email, ...needles], names: PERSONAL };
    const before = withoutPerson(event.before, options);
    const after = withoutPerson(event.after, options);
    if (JSON.stringify([before, after]) === texts) continue;
    await replaceEvent(deps.kv, { ...event, before, after });
    changed++;
  }
  return { changed, next: page.next };
}

function isAbout({ actor, subject }: AuditEvent, ids: ReadonlySet<string>): boolean {
  return ids.has(actor.id) || ids.has(subject.id) ||
    actor.onBehalfOf !== undefined && ids.has(actor.onBehalfOf);
}
