/** The settings form of taxes as data. */
import type { SettingsSection } from "./settings_sections.ts";

export const TAX_SECTION: SettingsSection = {
  title: "Tax",
  description:
    "Which tax new invoices have. Those that were issued keep theirs. Where you are is in the company settings.",
  fields: [
    {
      name: "mode",
      label: "Who is charged",
      kind: "choice",
      options: ["none", "flat", "by_country"],
      optionLabels: {
        none: "Nobody",
        flat: "Everybody, at the house rate",
        by_country: "By where the customer is, and whether it is a business",
      },
      hint:
        "By country, the rules for electronic services in the EU hold: reverse charge included.",
      required: true,
    },
    { name: "label", label: "Name of the tax", kind: "text", hint: "VAT or GST.", required: true },
    {
      name: "rateBasisPoints",
      label: "House rate in percent",
      kind: "percent",
      hint: "Also used where a country isn't in the table below: 19 or 7.5.",
      required: true,
    },
    {
      name: "pricesIncludeTax",
      label: "Prices include the tax",
      kind: "flag",
      hint: "What the catalogue says is then what a customer pays, whatever their rate is.",
    },
    {
      name: "usesDestinationRates",
      label: "Private customers in the EU pay their own country's rate",
      kind: "flag",
      hint:
        "Declared through the One Stop Shop. Without it, yours is charged: below 10,000 euros a year.",
    },
    {
      name: "rates",
      label: "Rates by country",
      kind: "rates",
      hint: "One a line: DE 19. They come with the EU's standard rates of 1 January 2026.",
    },
    {
      name: "reverseChargeText",
      label: "Printed for reverse charge",
      kind: "text",
      required: true,
    },
    {
      name: "outsideText",
      label: "Printed for sales outside the EU",
      kind: "text",
      hint: "If you are in the EU.",
    },
    {
      name: "exemptText",
      label: "Printed for exempt customers",
      kind: "text",
      hint: "Before the reason that is on the customer's page.",
    },
    {
      name: "noneText",
      label: "Printed where nobody is charged",
      kind: "text",
      hint: "Small businesses name their law here.",
    },
  ],
  list: {
    name: "registrations",
    entry: "Registration abroad",
    max: 10,
    fields: [
      { name: "country", label: "Country", kind: "text", hint: "Its rate is charged there." },
      { name: "number", label: "Tax number there", kind: "text" },
    ],
  },
};
