/**
 * The job that ends an account. Each part of it can be broken off and done again; where it has come to is kept, so that an
 * account with a long history takes several jobs, and the next try goes on where the last one was.
 */
import { loadAccount, loadClosing, stageErasedAccount } from "@/domain/customer/mod.ts";
import { stageAudit } from "@/domain/audit/mod.ts";
import { type JobHandler, type JobRun, stageJob } from "@/domain/job/mod.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { needlesOf } from "@/domain/shared/erasing.ts";
import { transact } from "@/domain/shared/kv.ts";
import { fail, ok, type Result, unwrap } from "@/domain/shared/result.ts";
import { runStep } from "./erase_steps.ts";
import { RETAINED_PREFIXES } from "./collections.ts";
import { type Erasure, ERASURE_STEPS } from "./erasure_model.ts";
import { findLeftovers, loadErasure, readErasure, stageErasure } from "./erasure_repo.ts";
import { idsOfAccount } from "./ids_of_account.ts";
import { findObstacles } from "./plan_erasure.ts";
import { textsOf } from "./request_erasure.ts";

/** How long a job works before it hands over to the next one: less than the time that handlers have. */
const PATIENCE_SECONDS = 40;

/** Ends the account of `payload.erasureId`, unless its owner has logged in since. */
export async function eraseAccount(deps: Deps, job: JobRun): ReturnType<JobHandler> {
  const id = String(job.payload["erasureId"]);
  const begun = await begin(deps, id);
  if (!begun.ok) return begun.error.code === "nothing_to_do" ? ok(undefined) : begun;
  let erasure = begun.value;
  const { accountId } = erasure;
  let ids: Promise<Set<string>> | null = null;
  const [email = "", ...texts] = await textsIn(deps, erasure);
  const person = {
    email,
    needles: needlesOf(texts),
    ids: () => ids ??= idsOfAccount(deps, accountId),
  };
  const stopAt = deps.clock.now().add({ seconds: PATIENCE_SECONDS });
  while (erasure.state === "running") {
    const next = await runStep(deps, erasure, person);
    erasure = await progress(deps, erasure, next);
    if (erasure.state === "running" && Temporal.Instant.compare(deps.clock.now(), stopAt) > 0) {
      return await handOver(deps, erasure);
    }
  }
  return ok(undefined);
}

type CannotBegin = { code: "nothing_to_do" } | { code: "blocked"; message: string };

/** Closes the account for good in one commit, under check against a log-in at that moment; or goes on with it. */
async function begin(deps: Deps, id: string) {
  const known = await readErasure(deps.kv, id);
  if (known?.state === "running") return ok(known);
  const obstacles = known ? await findObstacles(deps, known.accountId) : [];
  return await transact(deps, async (tx): Promise<Result<Erasure, CannotBegin>> => {
    const erasure = await loadErasure(tx, id);
    if (erasure?.state === "running") return ok(erasure);
    if (erasure?.state !== "waiting") return fail({ code: "nothing_to_do" });
    const closing = await loadClosing(tx, erasure.accountId);
    const account = await loadAccount(tx, erasure.accountId);
    if (closing?.erasureId !== id || !account) {
      // Written by `undo()` below: nothing of a failure is stored.
      return ok({ ...erasure, state: "undone" as const });
    }
    if (obstacles.length > 0) return fail({ code: "blocked", message: obstacles.join(", ") });
    const traces: string[] = JSON.parse(
      await deps.secrets.open("erasure", id, erasure.sealedTexts ?? ""),
    );
    const texts = JSON.stringify([...textsOf(account), ...traces]);
    const running: Erasure = {
      ...erasure,
      state: "running",
      sealedTexts: await deps.secrets.seal("erasure", id, texts),
    };
    stageErasedAccount(tx, account, isoNow(deps.clock));
    stageErasure(tx, running);
    return ok(running);
  }).then((begun) => begun.ok && begun.value.state === "undone" ? undo(deps, id) : begun);
}

async function undo(deps: Deps, id: string): Promise<Result<Erasure, CannotBegin>> {
  unwrap(
    await transact(deps, async (tx) => {
      const erasure = await loadErasure(tx, id);
      if (erasure?.state === "waiting") {
        stageErasure(tx, { ...erasure, state: "undone", sealedTexts: null });
      }
      return ok(undefined);
    }),
  );
  return fail({ code: "nothing_to_do" });
}

async function textsIn(deps: Deps, { id, sealedTexts }: Erasure): Promise<string[]> {
  return sealedTexts === null
    ? []
    : JSON.parse(await deps.secrets.open("erasure", id, sealedTexts));
}

/** Stores where the erasure has come to, or its report. A record that others have moved on is taken as it is. */
async function progress(
  deps: Deps,
  erasure: Erasure,
  next: Pick<Erasure, "after" | "changed" | "retained">,
): Promise<Erasure> {
  const at = ERASURE_STEPS.indexOf(erasure.step);
  const isLast = next.after === null && at === ERASURE_STEPS.length - 1;
  const step = next.after === null && !isLast ? ERASURE_STEPS[at + 1]! : erasure.step;
  const moved: Erasure = { ...erasure, ...next, step };
  const stored = isLast ? await finished(deps, moved) : moved;
  return unwrap(
    await transact(deps, async (tx) => {
      const current = await loadErasure(tx, erasure.id);
      const isSame = current?.step === erasure.step && current.after === erasure.after;
      if (current && !isSame) return ok(current);
      stageErasure(tx, stored);
      if (isLast) {
        stageAudit(tx, deps, {
          actor: { kind: "system", id: "privacy.erase" },
          action: "erasure.done",
          subject: { kind: "account", id: erasure.accountId },
          after: { erasureId: erasure.id, changed: stored.changed, retained: stored.retained },
        });
      }
      return ok(stored);
    }),
  );
}

/** The report: what is left of the person anywhere, by what they were known by. */
async function finished(deps: Deps, erasure: Erasure): Promise<Erasure> {
  const [email = "", ...texts] = await textsIn(deps, erasure);
  const { accountId } = erasure;
  const left = await findLeftovers(deps, { accountId, email, needles: needlesOf(texts) });
  const unexpected = Object.keys(left).filter((prefix) => !RETAINED_PREFIXES.includes(prefix));
  if (unexpected.length > 0) {
    deps.log.warn("erasure.left_over", { erasure: erasure.id, prefixes: unexpected });
  }
  return { ...erasure, state: "done", doneAt: isoNow(deps.clock), left, sealedTexts: null };
}

/** Another job goes on at the next place. */
async function handOver(deps: Deps, { id, step, after }: Erasure): ReturnType<JobHandler> {
  const staged = await transact(deps, async (tx) => {
    await stageJob(tx, deps, {
      id: `erase:${id}:${step}:${after ?? "start"}`,
      kind: "privacy.erase",
      payload: { erasureId: id },
    });
    return ok(undefined);
  });
  return staged.ok ? ok(undefined) : staged;
}
