/**
 * The ladder that an unpaid invoice climbs: reminders, the suspension of what it pays for, a last warning. Pure: from the
 * invoice, its services and the customer's terms to what is to be done, and when to look again.
 */
import type { Invoice } from "@/domain/invoice/mod.ts";
import type { Service } from "@/domain/service/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Reminder, Terms } from "@/domain/terms/mod.ts";

/** What a rung does. */
export type Step =
  | { readonly kind: "reminder"; readonly reminder: Reminder }
  | { readonly kind: "suspension"; readonly serviceId: string }
  /** The last warning; the service ends at `endsAt` at the earliest. */
  | { readonly kind: "warning"; readonly serviceId: string; readonly endsAt: string };

/** One rung. */
export interface Rung {
  /** What it is noted by once it was taken. */
  name: string;
  at: string;
  step: Step;
  /** Whether it may be taken as things are; else it is looked at again when they have changed. */
  isOpen: boolean;
}

/** What to do about an invoice, and when to look at it again. */
export interface Decision {
  step: Step | null;
  /** The names of what was taken or left out for good, with those from before. */
  taken: string[];
  nextAt: string;
}

/** Between two rungs of one invoice there is a day, however late they come: less, because runs don't come to the second. */
const PAUSE_HOURS = 20;
/** After the last rung an invoice is still looked at: terms change. */
const LOOK_AGAIN_DAYS = 7;

/** What the ladder depends on. */
export interface Standing {
  invoice: Pick<Invoice, "id" | "dueOn" | "chase" | "status">;
  /** The services whose periods the invoice is for. */
  services: readonly Service[];
  terms: Terms;
  now: Temporal.Instant;
}

/** When an invoice that is issued now has to be looked at first. */
export function firstLookAt(dueOn: string, terms: Terms): Temporal.Instant {
  const days = [...terms.reminders.map(({ day }) => day), terms.graceDays, LOOK_AGAIN_DAYS];
  return hourOn(dueOn, Math.min(...days), terms.hourUtc);
}

/**
 * The one step to take now, if any. Of several that are due because nobody looked for a while, the gravest is taken and
 * reminders that it has overtaken are left out, fees and all: what nobody was told of isn't charged.
 */
export function decide(standing: Standing): Decision {
  const { invoice: { chase }, now } = standing;
  const left = rungsOf(standing).filter(({ name }) => !chase.taken.includes(name));
  const due = left.filter(({ at, isOpen }) => isOpen && at <= toIso(now));
  const chosen = gravest(due);
  const passed = due.filter((rung) => rung === chosen || rung.step.kind === "reminder");
  const rest = left.filter((rung) => !passed.includes(rung));
  const isMoreDue = rest.some((rung) => due.includes(rung));
  const pausedUntil = toIso(chosen && !isMoreDue ? now.add({ hours: PAUSE_HOURS }) : now);
  // What isn't open may be opened by what was done now; by anything else, nobody waits for it longer than usual.
  const ahead = rest.filter(({ at }) => chosen || at > toIso(now)).map(({ at }) => at);
  const hours = standing.terms.paysFromWallet ? 24 : LOOK_AGAIN_DAYS * 24;
  const nextAt = [...ahead, toIso(now.add({ hours }))].sort()[0]!;
  return {
    step: chosen?.step ?? null,
    taken: [...chase.taken, ...passed.map(({ name }) => name)],
    nextAt: nextAt < pausedUntil ? pausedUntil : nextAt,
  };
}

/** The last of the gravest kind: of reminders the latest, of the others any. */
function gravest(due: readonly Rung[]): Rung | undefined {
  const grave = due.find(({ step }) => step.kind !== "reminder");
  return grave ?? due.toSorted((one, other) => one.at < other.at ? -1 : 1).at(-1);
}

/** Every rung of an invoice. Nobody is reminded of one that was written off: what it would have paid for ends all the same. */
export function rungsOf({ invoice, services, terms, now }: Standing): Rung[] {
  const { dueOn, chase: { promise } } = invoice;
  const isWrittenOff = invoice.status === "uncollectible";
  const at = (day: number) => toIso(hourOn(dueOn, day, terms.hourUtc));
  const promisedUntil = promise && toIso(hourOn(promise.payOn, 1, terms.hourUtc));
  const isPromised = promisedUntil !== null && toIso(now) < promisedUntil;
  const reminders = isWrittenOff ? [] : terms.reminders.map((reminder): Rung => ({
    name: `reminder:${reminder.day}`,
    at: at(reminder.day),
    step: { kind: "reminder", reminder },
    isOpen: !isPromised,
  }));
  if (!terms.suspendsUnpaid || isWrittenOff && !terms.endsWrittenOff) return reminders;
  const suspendAt = later(at(terms.graceDays), promisedUntil);
  const endsAt = at(terms.endAfterDays);
  const warnAt = toIso(
    hourOn(dueOn, terms.endAfterDays, terms.hourUtc).subtract({
      hours: terms.warningHours,
    }),
  );
  return [
    ...reminders,
    ...services.flatMap((service): Rung[] => [
      {
        name: `suspension:${service.id}`,
        at: suspendAt,
        step: { kind: "suspension", serviceId: service.id },
        isOpen: mayBeSuspended(service),
      },
      ...terms.endAfterDays > 0
        ? [{
          name: `warning:${service.id}`,
          at: later(warnAt, suspendAt),
          step: { kind: "warning" as const, serviceId: service.id, endsAt },
          isOpen: mayBeWarned(service),
        }]
        : [],
    ]),
  ];
}

/** Whether a service runs that may be stopped for want of payment. */
export function mayBeSuspended({ status, neverSuspend }: Service): boolean {
  return status === "active" && !neverSuspend;
}

/** Whether a service was stopped for want of payment, and nobody has set its end going. */
export function mayBeWarned({ status, suspension, termination, neverSuspend }: Service): boolean {
  return status === "suspended" && suspension?.reason === "unpaid" && termination === null &&
    !neverSuspend;
}

function later(one: string, other: string | null): string {
  return other !== null && other > one ? other : one;
}

/** An hour of the day that is so many days after another. */
function hourOn(day: string, days: number, hour: number): Temporal.Instant {
  const on = Temporal.PlainDate.from(day).add({ days });
  return on.toZonedDateTime({ timeZone: "UTC", plainTime: { hour } }).toInstant();
}
