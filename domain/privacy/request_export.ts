/** Asking for a copy of everything about oneself, seeing how far it is, and downloading it. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageJob } from "@/domain/job/mod.ts";
import { type Client, isSteppedUp, type SignedIn, stepUp } from "@/domain/session/mod.ts";
import { type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { type DataExport, EXPORT_DAYS, GIVE_UP_HOURS, isOver } from "./export_model.ts";
import { deleteChunks, loadExport, readChunks, readExport, stageExport } from "./export_repo.ts";
import type { ExportView } from "./view.ts";

const DAY_SECONDS = 24 * 3600;
const EXPORTS_PER_DAY = 3;

/** Who asks, and the proof of it where there is none from a short while ago. */
export interface ProvenRequest {
  signedIn: SignedIn;
  client: Client;
  password?: string;
  code?: string;
}

/** A copy is being made already. */
export interface ExportRunning {
  code: "export_running";
}

/**
 * Asks for a copy. Whoever hasn't proved lately who they are gives `password` or `code`, as `proofAskedOf()` says.
 *
 * Errors: `validation` beside that field; `export_running`; `rate_limited`; `not_found` for anybody but the account's owner;
 * `conflict`.
 */
export async function requestExport(
  deps: Deps,
  input: ProvenRequest,
): Promise<Result<void, ValidationError | ExportRunning | RateLimited | NotFound | Conflict>> {
  const { signedIn, client } = input;
  const actor = signedIn.customer;
  if (!isOwner(actor)) return notFound();
  const running = await readExport(deps.kv, actor.id);
  if (running && isRunning(deps, running)) return fail({ code: "export_running" });
  if (!isSteppedUp(deps, signedIn)) {
    const proved = await stepUp(deps, input);
    if (!proved.ok) return proved;
  }
  const taken = await takeRateLimit(deps, {
    scope: "export.account",
    subject: actor.id,
    limit: EXPORTS_PER_DAY,
    windowSeconds: DAY_SECONDS,
  });
  if (!taken.ok) return taken;
  const stored = await store(deps, actor, client.requestId);
  if (!stored.ok) return stored;
  if (stored.value !== null) await deleteChunks(deps.kv, stored.value);
  return ok(undefined);
}

/** Stores the request and its job; the value is the file that it replaces. */
function store(deps: Deps, actor: CustomerActor, requestId: string | undefined) {
  const now = deps.clock.now();
  return transact(deps, async (tx): Promise<Result<string | null, ExportRunning>> => {
    const before = await loadExport(tx, actor.id);
    if (before && isRunning(deps, before)) return fail({ code: "export_running" });
    const id = deps.ids.next("exp");
    const expireInMs = (EXPORT_DAYS + 1) * DAY_SECONDS * 1000;
    stageExport(tx, {
      schemaVersion: 1,
      id,
      accountId: actor.id,
      state: "waiting",
      requestedAt: isoNow(deps.clock),
      readyAt: null,
      expiresAt: toIso(now.add({ hours: EXPORT_DAYS * 24 })),
      file: null,
    }, { expireInMs });
    await stageJob(tx, deps, {
      id: `export:${id}`,
      kind: "privacy.export",
      payload: { accountId: actor.id, exportId: id },
    });
    stageAudit(tx, deps, {
      actor,
      action: "export.requested",
      subject: { kind: "account", id: actor.id },
      requestId,
    });
    return ok(before?.file?.id ?? null);
  });
}

/** How far one's own copy is; `null` if there is none. */
export async function getExport(
  deps: Pick<Deps, "kv" | "clock">,
  { viewer }: { viewer: CustomerActor },
): Promise<Result<ExportView | null, NotFound>> {
  if (!isOwner(viewer)) return notFound();
  const one = await readExport(deps.kv, viewer.id);
  if (!one || isOver(one, deps.clock.now())) return ok(null);
  const isStuck = one.state === "waiting" && !isRunning(deps, one);
  const { requestedAt, readyAt, expiresAt, file } = one;
  return ok({
    state: isStuck ? "failed" : one.state,
    requestedAt,
    readyAt,
    expiresAt,
    sizeBytes: file?.sizeBytes ?? 0,
  });
}

/**
 * The ZIP of one's own copy, to be sent as an attachment; it asks for the same proof as the request.
 *
 * Errors: `validation` beside `password` or `code`; `not_found` for anybody but the owner, before the copy is ready and
 * after its end; `rate_limited`; `conflict`.
 */
export async function downloadExport(
  deps: Deps,
  input: ProvenRequest,
): Promise<Result<ExportDownload, ValidationError | RateLimited | NotFound | Conflict>> {
  const actor = input.signedIn.customer;
  const { requestId } = input.client;
  if (!isOwner(actor)) return notFound();
  const one = await readExport(deps.kv, actor.id);
  const { file } = one ?? {};
  if (!one || !file || isOver(one, deps.clock.now())) return notFound();
  if (!isSteppedUp(deps, input.signedIn)) {
    const proved = await stepUp(deps, input);
    if (!proved.ok) return proved;
  }
  const noted = await transact(deps, (tx) => {
    stageAudit(tx, deps, {
      actor,
      action: "export.downloaded",
      subject: { kind: "account", id: actor.id },
      requestId,
    });
    return Promise.resolve(ok(undefined));
  });
  if (!noted.ok) return noted;
  return ok({
    fileName: `cloudnest-${one.readyAt!.slice(0, 10)}.zip`,
    contentType: "application/zip",
    sizeBytes: file.sizeBytes,
    stream: readChunks(deps.kv, file),
  });
}

/** A ZIP to be sent. */
export interface ExportDownload {
  fileName: string;
  contentType: string;
  sizeBytes: number;
  stream: ReadableStream<Uint8Array>;
}

function isRunning(deps: Pick<Deps, "clock">, { state, requestedAt }: DataExport): boolean {
  const end = Temporal.Instant.from(requestedAt).add({ hours: GIVE_UP_HOURS });
  return state === "waiting" && Temporal.Instant.compare(deps.clock.now(), end) < 0;
}
