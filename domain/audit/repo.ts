/**
 * Keys of audit events:
 * - `["audit_events", id]`: the event
 * - `["audit_by_subject", kind, subjectId, id]`: index
 *
 * Both belong to an event whose id is new, so no commit checks them.
 */
import { getAll, type Page, pageIds, type PageRequest, type Tx } from "../shared/kv.ts";
import { type AuditEvent, auditEventSchema, type AuditSubject } from "./model.ts";

const eventKey = (id: string): Deno.KvKey => ["audit_events", id];
const subjectPrefix = (subject: AuditSubject): Deno.KvKey => [
  "audit_by_subject",
  subject.kind,
  subject.id,
];

/** Stages a new event and its index. */
export function stageEvent(tx: Tx, event: AuditEvent): void {
  tx.set(eventKey(event.id), event);
  tx.set([...subjectPrefix(event.subject), event.id], event.id);
}

/** Writes an event anew whose person was taken out of it; nothing else changes events. */
export async function replaceEvent(kv: Deno.Kv, event: AuditEvent): Promise<void> {
  await kv.set(eventKey(event.id), auditEventSchema.parse(event));
}

/** One page of all events, or of one subject's, newest first. */
export async function pageEvents(
  kv: Deno.Kv,
  subject: AuditSubject | null,
  request: PageRequest,
): Promise<Page<AuditEvent>> {
  const prefix = subject ? subjectPrefix(subject) : ["audit_events"];
  const page = await pageIds(kv, prefix, request);
  const events = await getAll<unknown>(kv, page.items.map(eventKey));
  const found = events.filter((event) => event !== null);
  return { items: found.map((event) => auditEventSchema.parse(event)), next: page.next };
}
