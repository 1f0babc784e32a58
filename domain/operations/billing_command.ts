/**
 * `billing [--at <instant>] [--dry-run] [--days <n>] [--force]`: does what the night would do, or with `--dry-run` shows it on
 * a copy. `--at` is the moment that it is done for, now unless told; `--days` goes on for so many days after it.
 */
import {
  type BillingReport,
  type BillingStep,
  type Rehearsal,
  rehearse,
  runBilling,
} from "../billing/mod.ts";
import { runDueJobs } from "../job/mod.ts";
import { toIso } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { systemIds } from "../shared/ids.ts";
import { type Money, toDecimal } from "../shared/money.ts";
import { fail, ok, type Result } from "../shared/result.ts";
import { jobHandlers } from "./background.ts";

const MOST_DAYS = 400;
const MOST_STEPS = 100_000;

/** What was asked for. */
export interface BillingArguments {
  /** `null`: now. */
  at: Temporal.Instant | null;
  isDry: boolean;
  days: number;
  isForced: boolean;
}

/** One line for the operator. */
interface Refusal {
  readonly code: "refused";
  readonly message: string;
}

/** Reads the arguments. */
export function readBillingArguments(args: readonly string[]): Result<BillingArguments, Refusal> {
  const read: BillingArguments = { at: null, isDry: false, days: 0, isForced: false };
  const rest = [...args];
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    if (name === "--dry-run") read.isDry = true;
    else if (name === "--force") read.isForced = true;
    else if (name === "--at") {
      const at = instantOf(rest.shift() ?? "");
      if (!at) return refused("--at needs an instant such as 2026-12-01T03:00:00Z");
      read.at = at;
    } else if (name === "--days") {
      const text = rest.shift() ?? "";
      if (!/^\d{1,3}$/.test(text) || Number(text) > MOST_DAYS) {
        return refused(`--days needs a number from 0 to ${MOST_DAYS}`);
      }
      read.days = Number(text);
    } else return refused(`billing doesn't know ${name}`);
  }
  return ok(read);
}

function instantOf(text: string): Temporal.Instant | null {
  try {
    return Temporal.Instant.from(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  } catch {
    return null;
  }
}

/** Does it, or shows it; the value is what to print. */
export async function billingCommand(
  deps: Deps,
  { at, isDry, days, isForced }: BillingArguments,
): Promise<Result<string, Refusal>> {
  const now = deps.clock.now();
  const from = at ?? now;
  if (isDry) return ok(shown(await rehearse(deps, { from, days, mostSteps: MOST_STEPS })));
  const last = from.add({ hours: days * 24 });
  if (Temporal.Instant.compare(last, now) > 0 && !isForced) {
    return refused(
      "that is in the future: show it with --dry-run, or with --force issue invoices dated then, " +
        "suspend and delete as if it was then",
    );
  }
  return ok(report(await runNights(deps, { from, days })));
}

/** The real thing, on a clock that stands at each of the nights in turn. */
async function runNights(
  deps: Deps,
  { from, days }: { from: Temporal.Instant; days: number },
): Promise<BillingReport> {
  const all: BillingReport = { steps: [], failed: 0 };
  for (let night = 0; night <= days; night++) {
    const at = from.add({ hours: night * 24 });
    const clock = { now: () => at };
    const then = { ...deps, clock, ids: systemIds(clock) };
    const { steps, failed } = await runBilling(then);
    for (let done = 1; done > 0;) ({ done } = await runDueJobs(then, { handlers: jobHandlers }));
    all.steps.push(...steps);
    all.failed += failed;
  }
  return all;
}

function shown({ from, until, steps, mails, failed, isCut }: Rehearsal): string {
  return [
    `A rehearsal from ${from} to ${until}; nothing was changed.`,
    ...steps.map(stepText),
    ...mails.map(({ at, template, to }) => `${at}  mail ${template} to ${to}`),
    ...isCut ? ["There is more: ask for fewer days."] : [],
    summary({ steps, failed }),
  ].join("\n");
}

function report(done: BillingReport): string {
  return [...done.steps.map(stepText), summary(done)].join("\n");
}

function summary({ steps, failed }: BillingReport): string {
  const counts = new Map<string, number>();
  for (const { kind } of steps) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}`);
  const trouble = failed > 0 ? `; ${failed} records couldn't be dealt with, see the log` : "";
  return `${parts.length > 0 ? parts.join(", ") : "Nothing to do"}${trouble}.`;
}

/** A step in one line. */
function stepText(step: BillingStep): string {
  const head = `${toIso(Temporal.Instant.from(step.at))}  ${step.kind}`;
  switch (step.kind) {
    case "invoice_issued":
    case "late_fee":
      return `${head}  ${step.number} ${amount(step.total)} due ${step.dueOn} ` +
        (step.hostname ?? step.customerId);
    case "reminder":
      return `${head}  ${step.number} ${amount(step.due)} day ${step.day} ${step.customerId}`;
    case "paid_from_wallet":
      return `${head}  ${step.number} ${amount(step.paid)} ${step.customerId}`;
    case "suspended":
    case "terminated":
      return `${head}  ${step.hostname} ${step.serviceId}`;
    case "trial_ending":
      return `${head}  ${step.hostname} free until ${step.endsOn} ${step.serviceId}`;
    case "warned":
    case "ending":
      return `${head}  ${step.hostname} ends ${step.endsAt} ${step.serviceId}`;
  }
}

function amount(money: Money): string {
  return `${toDecimal(money)} ${money.currency}`;
}

function refused(message: string): Result<never, Refusal> {
  return fail({ code: "refused", message });
}
