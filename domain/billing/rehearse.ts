/**
 * What billing would do: the very runs and jobs of the real nights, on a copy of the database, with a clock that runs ahead
 * and mails that are caught. Nothing real changes.
 */
import { changeJobHandlers, expireChanges } from "@/domain/change/mod.ts";
import { nextChaseAt } from "@/domain/invoice/mod.ts";
import { type JobHandlers, runDueJobs } from "@/domain/job/mod.ts";
import { findMail } from "@/domain/mail/mod.ts";
import { renewJobHandlers, settleJobHandlers } from "@/domain/payment/mod.ts";
import { nextDueAt } from "@/domain/service/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { dayOf, isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { systemIds } from "@/domain/shared/ids.ts";
import { makeLanes } from "@/domain/shared/lanes.ts";
import type { Log } from "@/domain/shared/log.ts";
import { overlayKv } from "@/domain/shared/overlay_kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { BillingReport } from "./model.ts";
import { runBilling, runDue } from "./run_billing.ts";
import type { Rehearsal, RehearsedMail } from "./view.ts";
import { voidJobHandlers } from "./void_renewals.ts";

/** Steps that a rehearsal goes through unless told. */
const MOST_STEPS = 1000;

/** What is rehearsed. */
export interface RehearsalOptions {
  /** When it begins; now unless told. */
  from?: Temporal.Instant;
  /** How many days it goes on; 0: what is due at that moment alone. */
  days: number;
  mostSteps?: number;
}

/** Rehearses billing. */
export async function rehearse(
  deps: Deps,
  { from = deps.clock.now(), days, mostSteps = MOST_STEPS }: RehearsalOptions,
): Promise<Rehearsal> {
  const stage = makeStage(deps, from);
  const until = from.add({ hours: days * 24 });
  const found: Rehearsal = {
    from: toIso(from),
    until: toIso(until),
    steps: [],
    mails: stage.mails,
    failed: 0,
    isCut: false,
  };
  for (let at: Temporal.Instant | null = from; at !== null; at = await nextMoment(stage, until)) {
    const isNewDay = at === from || dayOf(at) !== dayOf(stage.clock.at);
    stage.clock.at = at;
    const limit = { mostSteps: mostSteps - found.steps.length };
    await expireChanges(stage.deps);
    const report: BillingReport = isNewDay
      ? await runBilling(stage.deps, limit)
      : await runDue(stage.deps, limit);
    await runJobs(stage);
    found.steps.push(...report.steps);
    found.failed += report.failed;
    if (found.steps.length >= mostSteps) return { ...found, until: toIso(at), isCut: true };
  }
  return found;
}

/** Steps that staff are shown. */
const SHOWN_STEPS = 300;

/** What goes out in the days to come, for staff with `invoices.view`; one rehearsal at a time in a process. */
export async function showAhead(
  deps: Deps,
  { viewer, days }: { viewer: StaffActor; days: number },
): Promise<Result<Rehearsal, NotFound>> {
  if (!viewer.permissions.has("invoices.view")) return notFound();
  const work = () => rehearse(deps, { days, mostSteps: SHOWN_STEPS });
  return ok(await deps.lanes.share("rehearsals", 1, work));
}

interface Stage {
  deps: Deps;
  clock: { at: Temporal.Instant; now(): Temporal.Instant };
  handlers: JobHandlers;
  mails: RehearsedMail[];
}

function makeStage(deps: Deps, from: Temporal.Instant): Stage {
  const clock = {
    at: from,
    now(): Temporal.Instant {
      return clock.at;
    },
  };
  const mails: RehearsedMail[] = [];
  // Jobs that wait by now are no business of a rehearsal: only those that it makes itself run in it.
  const kv = overlayKv(deps.kv, { hidden: [["jobs_due"]] });
  const copy = { ...deps, kv, clock, ids: systemIds(clock), lanes: makeLanes(), log: SILENT };
  const handlers: JobHandlers = {
    ...settleJobHandlers,
    ...renewJobHandlers,
    ...voidJobHandlers,
    ...changeJobHandlers,
    "mail.send": async (_deps, { payload }) => {
      const mail = await findMail(kv, String(payload.mailId));
      if (mail) mails.push({ at: isoNow(clock), template: mail.template, to: mail.to.email });
      return ok(undefined);
    },
  };
  return { deps: copy, clock, handlers, mails };
}

/** What goes wrong is counted, and said by the rehearsal. */
const SILENT: Log = { info() {}, warn() {}, error() {} };

async function runJobs({ deps, handlers }: Stage): Promise<void> {
  for (let done = 1; done > 0;) ({ done } = await runDueJobs(deps, { handlers }));
}

/** When something is due next: the ladder, an end, or the next night. `null` past the end of the rehearsal. */
async function nextMoment(
  { deps, clock }: Stage,
  until: Temporal.Instant,
): Promise<Temporal.Instant | null> {
  const now = isoNow(clock);
  const midnight = Temporal.PlainDate.from(dayOf(clock.at)).add({ days: 1 })
    .toZonedDateTime("UTC").toInstant();
  const [chase, end] = await Promise.all([
    nextChaseAt(deps.kv, now),
    nextDueAt(deps.kv, "services_ending", now),
  ]);
  const next = [toIso(midnight), chase, end].filter((each) => each !== null).sort()[0]!;
  return next > toIso(until) ? null : Temporal.Instant.from(next);
}
