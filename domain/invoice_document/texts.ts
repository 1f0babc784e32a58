/** How amounts, days and addresses are printed. Documents are in English, whoever gets them. */
import { countryName } from "@/domain/customer/mod.ts";
import type { HanStyle } from "@/domain/document/mod.ts";
import type { Invoice, InvoiceParty } from "@/domain/invoice/mod.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";

const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** `€1,284.01`; exact, as it is made from digits. */
export function moneyText(amount: Money): string {
  const format = new Intl.NumberFormat("en", { style: "currency", currency: amount.currency });
  return format.format(toDecimal(amount) as unknown as number);
}

/** `1 March 2026`, from a day or an instant as it is stored. */
export function dayText(value: string): string {
  return days.format(new Date(`${value.slice(0, 10)}T00:00:00Z`));
}

/** The days of a period, the first and the last one. */
export function periodText({ startsOn, endsOn }: { startsOn: string; endsOn: string }): string {
  const last = Temporal.PlainDate.from(endsOn).subtract({ days: 1 }).toString();
  return last <= startsOn ? dayText(startsOn) : `${dayText(startsOn)} – ${dayText(last)}`;
}

/** Hundredths of a percent: `19 %`, `7.25 %`. */
export function percentText(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

/** A party's address, as lines. */
export function partyLines({ addressLines, country, taxNumber, email }: InvoiceParty): string[] {
  return [
    ...addressLines,
    ...(country ? [/^[A-Z]{2}$/.test(country) ? countryName(country) : country] : []),
    ...(taxNumber ? [`Tax number ${taxNumber}`] : []),
    ...(email ? [email] : []),
  ];
}

/** The small print of whoever issues a document. */
export function footerOf({ seller }: Pick<Invoice, "seller">): string[] {
  const { name, email } = seller;
  const [lines, rest] = [seller.addressLines, partyLines({ ...seller, addressLines: [] })];
  return [
    [name, ...lines].join(" · "),
    rest.filter((line) => line !== email).concat(email ?? []).join(" · "),
  ].filter((line) => line !== "");
}

/** Whose style Chinese characters are drawn in: the buyer's country tells, or else the seller's. */
export function hanStyleOf({ buyer, seller }: Pick<Invoice, "buyer" | "seller">): HanStyle {
  const styles: Record<string, HanStyle> = {
    CN: "sc",
    SG: "sc",
    TW: "tc",
    HK: "tc",
    MO: "tc",
    JP: "jp",
    KR: "kr",
  };
  return styles[buyer.country ?? ""] ?? styles[seller.country ?? ""] ?? "sc";
}
