/** Records a change in the commit that makes it. */
import type { Actor } from "../shared/actor.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import { type AuditEvent, type AuditSubject, withoutSecrets } from "./model.ts";
import { stageEvent } from "./repo.ts";

/** What happened. */
export interface AuditInput {
  actor: Actor;
  /** `noun.verb_past`, for example `order.placed`. */
  action: string;
  subject: AuditSubject;
  /** The changed fields as they were; without secrets. */
  before?: object;
  /** The changed fields as they are now; without secrets. */
  after?: object;
  requestId?: string;
}

/** Stages an audit event on the caller's commit; costs no check. */
export function stageAudit(tx: Tx, deps: Pick<Deps, "ids" | "clock">, input: AuditInput): void {
  stageEvent(tx, {
    schemaVersion: 1,
    id: deps.ids.next("aud"),
    at: isoNow(deps.clock),
    actor: personOf(input.actor),
    action: input.action,
    subject: { kind: input.subject.kind, id: input.subject.id },
    before: input.before ? withoutSecrets(input.before) : null,
    after: input.after ? withoutSecrets(input.after) : null,
    requestId: input.requestId ?? null,
  });
}

/** The person who did it, and whose account they acted on where it isn't their own. */
function personOf(actor: Actor): AuditEvent["actor"] {
  if (actor.kind !== "customer" || !actor.via) return { kind: actor.kind, id: actor.id };
  const kind = actor.via.kind === "staff" ? "staff" : "customer";
  return { kind, id: actor.via.personId, onBehalfOf: actor.id };
}
