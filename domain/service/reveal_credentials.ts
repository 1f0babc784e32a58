/** Showing a machine's credentials: one answer for one request, recorded, and not too often. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type RateLimited, takeRateLimit } from "@/domain/session/mod.ts";
import { type CustomerActor, mayUse, type StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type Failure,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { accessOf } from "./access.ts";
import { findVisible } from "./get_service.ts";
import { checkService, openCredentials } from "./stage_service.ts";
import type { CredentialsView } from "./view.ts";

const LIMIT = 30;
const WINDOW_SECONDS = 3600;

/** The service isn't active, so there is nothing to show. */
export interface NotActive extends Failure {
  readonly code: "not_active";
}

/**
 * Opens the credentials of an active service for its customer, or for staff with `services.provision`. The audit
 * event is written before the answer is given; 30 answers an hour for each person.
 */
export async function revealCredentials(
  deps: Deps,
  input: { actor: CustomerActor | StaffActor; id: string; requestId?: string },
): Promise<Result<CredentialsView, NotFound | NotActive | RateLimited | Conflict>> {
  const { actor, id } = input;
  if (actor.kind === "staff" && !actor.permissions.has("services.provision")) return notFound();
  if (actor.kind === "customer" && !mayUse(actor, "credentials")) return notFound();
  const visible = await findVisible(deps, { viewer: actor, id });
  if (!visible) return notFound();
  if (visible.status !== "active" || visible.credentials === null) {
    return fail({ code: "not_active" });
  }
  const allowed = await takeRateLimit(deps, {
    scope: "credentials.reveal",
    subject: actor.kind === "customer" ? actor.via?.personId ?? actor.id : actor.id,
    limit: LIMIT,
    windowSeconds: WINDOW_SECONDS,
  });
  if (!allowed.ok) return allowed;
  return await transact(deps, async (tx) => {
    const service = await checkService(tx, id);
    if (service?.status !== "active") return fail({ code: "not_active" });
    const credentials = await openCredentials(deps, service);
    if (!credentials) return fail({ code: "not_active" });
    stageAudit(tx, deps, {
      actor,
      action: "credentials.revealed",
      subject: { kind: "service", id },
      requestId: input.requestId,
    });
    return ok({ ...accessOf(service, credentials), password: credentials.password });
  });
}
