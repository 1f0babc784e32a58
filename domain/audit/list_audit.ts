/** The audit log as staff read it. */
import type { StaffActor } from "../shared/actor.ts";
import type { Deps } from "../shared/deps.ts";
import { isId } from "../shared/ids.ts";
import type { Page, PageRequest } from "../shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "../shared/result.ts";
import type { AuditSubject } from "./model.ts";
import { pageEvents } from "./repo.ts";
import type { AuditEventView } from "./view.ts";

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
