/**
 * When services are billed again, and what happens when nobody pays: reminders with or without a fee, suspension, a last
 * warning, the end. All of it at one hour of the day, counted in days from the day on which an invoice is due.
 */
import { z } from "zod";

/** Days by which an invoice can be issued before its period begins, at the most. */
export const MAX_LEAD_DAYS = 60;

const whole = (min: number, max: number) =>
  z.int("Enter a whole number.").min(min, `Enter at least ${min}.`)
    .max(max, `Enter at most ${max}.`);

const flag = z.boolean("Tick it or leave it.");

/** An amount in the house's currency, or a percentage: `5.00` or `2.5 %`. Empty for none. */
const FEE = /^(?:|\d{1,6}(?:[.,]\d{1,3})?|\d{1,2}(?:[.,]\d{1,2})? ?%)$/;

const reminder = z.strictObject({
  days: whole(1, 120),
  when: z.enum(["before", "after"], "Choose one of them."),
  /** What is added to what is due, by an invoice of its own. */
  fee: z.string().trim().regex(FEE, "Enter an amount such as 5.00, or a percentage such as 2.5 %."),
}).refine(
  ({ when, fee }) => when === "after" || fee === "",
  { path: ["fee"], message: "There is no fee for what isn't due yet." },
);

const fields = z.strictObject({
  /** Days before a period on which its invoice is issued. */
  leadDays: whole(0, MAX_LEAD_DAYS),
  /** Whether invoices are paid from the wallet unless the customer has said otherwise. */
  paysFromWallet: flag,
  /** The hour (UTC) of reminders, suspensions and ends: 0 to 23. */
  hourUtc: whole(0, 23),
  reminders: z.array(reminder).max(8, "Use at most eight reminders."),
  suspendsUnpaid: flag,
  /** Days after an invoice was due on which its services are suspended. */
  graceDays: whole(0, 90),
  /** Days by which a customer may put off a suspension, once an invoice; 0: they may not. */
  promiseDays: whole(0, 60),
  /** Days after an invoice was due on which its services end; 0: never. */
  endAfterDays: whole(0, 365),
  /** Hours between the last warning and the end, at the least. */
  warningHours: whole(24, 720),
  /** Hours between the decision that a service ends and the deletion of its machine, in which it can be undone. */
  undoHours: whole(1, 720),
  /** Machines that are deleted in an hour, at the most. */
  deletionsPerHour: whole(1, 1000),
  /** Whether services end for an invoice that was written off, as for one that is open; else they stay as they are. */
  endsWrittenOff: flag.default(true),
  /** Whether a cheaper plan can be had at once, and what isn't used goes back to the wallet; else it comes with the next term. */
  returnsUnused: flag.default(true),
});

type Fields = z.infer<typeof fields>;

/** The section. */
export const billing = fields.superRefine((values, context) => {
  for (const [path, message] of contradictions(values)) {
    context.addIssue({ code: "custom", path, message });
  }
});

function contradictions(values: Fields): Array<[path: (string | number)[], message: string]> {
  const { reminders, suspendsUnpaid, graceDays, endAfterDays, warningHours } = values;
  const found: Array<[(string | number)[], string]> = [];
  const seen = new Set<number>();
  reminders.forEach(({ days, when }, at) => {
    const day = when === "before" ? -days : days;
    if (seen.has(day)) {
      found.push([["reminders", at, "days"], "There is one for that day already."]);
    }
    if (suspendsUnpaid && day === graceDays) {
      const message = "Services are suspended on that day, with a mail of its own.";
      found.push([["reminders", at, "days"], message]);
    }
    seen.add(day);
  });
  const leastDays = graceDays + 1 + Math.ceil(warningHours / 24);
  if (suspendsUnpaid && endAfterDays !== 0 && endAfterDays < leastDays) {
    const message =
      `Enter at least ${leastDays}, so that suspension and last warning come before; or 0 for never.`;
    found.push([["endAfterDays"], message]);
  }
  return found;
}

/** What holds until staff say otherwise. */
export const BILLING_DEFAULTS: Fields = {
  leadDays: 14,
  paysFromWallet: false,
  hourUtc: 8,
  reminders: [
    { days: 3, when: "before", fee: "" },
    { days: 1, when: "after", fee: "" },
    { days: 3, when: "after", fee: "" },
  ],
  suspendsUnpaid: true,
  graceDays: 5,
  promiseDays: 7,
  endAfterDays: 30,
  warningHours: 72,
  undoHours: 48,
  deletionsPerHour: 20,
  endsWrittenOff: true,
  returnsUnused: true,
};
