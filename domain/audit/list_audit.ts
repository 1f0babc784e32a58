/** The audit log as staff read it. */
import type { StaffActor } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import type { Page, PageRequest } from "../shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import type { AuditSubject } from "./model.ts";
import { pageEvents } from "./repo.ts";
import type { AuditEventView } from "./view.ts";

/** The most events of a history. */
const HISTORY_LIMIT = 20;

/** The latest events of several subjects together, newest first; needs `audit.view`. At most 10 subjects. */
export async function listHistory(
  deps: Deps,
  input: { viewer: StaffActor; subjects: readonly AuditSubject[] },
): Promise<Result<AuditEventView[], NotFound>> {
  if (!input.viewer.permissions.has("audit.view")) return notFound();
  const limit = { limit: HISTORY_LIMIT };
  const pages = await Promise.all(
    input.subjects.slice(0, 10).map((subject) => pageEvents(deps.kv, subject, limit)),
  );
  const events = pages.flatMap((page) => page.items);
  const newestFirst = events.sort((a, b) => a.id < b.id ? 1 : -1).slice(0, HISTORY_LIMIT);
  return ok(newestFirst.map(({ schemaVersion: _, ...view }) => view));
}

/** Events newest first, of one subject if one is named; needs `audit.view`. A malformed cursor is `not_found`. */
export async function listAudit(
  deps: Deps,
  input: { viewer: StaffActor; subject?: AuditSubject; page?: PageRequest },
): Promise<Result<Page<AuditEventView>, NotFound>> {
  if (!input.viewer.permissions.has("audit.view")) return notFound();
  const page = input.page ?? {};
  if (page.after !== undefined && !isId("aud", page.after)) return notFound();
  const events = await pageEvents(deps.kv, input.subject ?? null, page);
  return ok({
    items: events.items.map(({ schemaVersion: _, ...view }) => view),
    next: events.next,
  });
}
