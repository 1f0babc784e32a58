/** The settings form about billing again, as data: see `settings_sections.ts`. */
import type { SettingsSection } from "./settings_sections.ts";

/** When services are billed again, and what happens when nobody pays. */
export const BILLING_SECTION: SettingsSection = {
  title: "Renewals",
  description:
    "When services are billed again, and what happens when nobody pays. An account can have days of its own.",
  fields: [
    {
      name: "leadDays",
      label: "Days before a term on which its invoice is issued",
      kind: "number",
      hint: "It is due on the first day of the term.",
      required: true,
    },
    {
      name: "paysFromWallet",
      label: "Pay renewals from the wallet",
      kind: "flag",
      hint: "Unless the customer has said otherwise.",
    },
    {
      name: "hourUtc",
      label: "Hour of reminders and suspensions",
      kind: "number",
      hint: "0 to 23, in UTC.",
      required: true,
    },
    { name: "suspendsUnpaid", label: "Suspend services that aren't paid", kind: "flag" },
    {
      name: "graceDays",
      label: "Days until a service is suspended",
      kind: "number",
      hint: "Counted from the day on which its invoice was due.",
      required: true,
    },
    {
      name: "promiseDays",
      label: "Days by which a customer can put that off",
      kind: "number",
      hint: "Once an invoice, by saying when they will pay. 0: they can't.",
      required: true,
    },
    {
      name: "endAfterDays",
      label: "Days until a suspended service ends",
      kind: "number",
      hint: "Counted from the day on which its invoice was due. 0: never.",
      required: true,
    },
    {
      name: "warningHours",
      label: "Hours between the last warning and the end",
      kind: "number",
      hint: "The warning says the hour, and what is lost. Without it nothing ends.",
      required: true,
    },
    {
      name: "undoHours",
      label: "Hours in which an end can be undone",
      kind: "number",
      hint: "Between a cancellation, or the decision of staff, and the deletion of the machine.",
      required: true,
    },
    {
      name: "deletionsPerHour",
      label: "Machines deleted in an hour, at the most",
      kind: "number",
      hint: "The others wait for the next hour, and staff are told.",
      required: true,
    },
    {
      name: "endsWrittenOff",
      label: "End services whose invoice was written off",
      kind: "flag",
      hint:
        "On the same days as for one that is open. Otherwise they stay as they are until you act.",
    },
    {
      name: "returnsUnused",
      label: "Give back what a cheaper plan saves at once",
      kind: "flag",
      hint:
        "By a credit note to the wallet, to the day. Otherwise a cheaper plan comes with the next term.",
    },
  ],
  list: {
    name: "reminders",
    entry: "Reminder",
    max: 8,
    fields: [
      { name: "days", label: "Days", kind: "number", required: true },
      {
        name: "when",
        label: "From the due day",
        kind: "choice",
        options: ["before", "after"],
        optionLabels: { before: "Before it", after: "After it" },
        required: true,
      },
      {
        name: "fee",
        label: "Late fee",
        kind: "text",
        hint: "5.00 or 2.5 %. Blank for none.",
      },
    ],
  },
};
