/** A buyer or seller as a document prints it. */
import type { InvoiceParty } from "@/domain/invoice/view.ts";
import { countryName } from "@/domain/shared/countries.ts";

/** Name, address, tax number and e-mail, as far as they are known. */
export function Party({ title, party }: { title: string; party: InvoiceParty }) {
  return (
    <div class="min-w-0 text-sm">
      <p class="text-muted">{title}</p>
      <p class="mt-0.5 font-medium text-ink wrap-anywhere">{party.name}</p>
      {party.addressLines.map((line) => <p key={line} class="text-ink-soft">{line}</p>)}
      {party.country && <p class="text-ink-soft">{placeOf(party.country)}</p>}
      {party.taxNumber && <p class="text-ink-soft">Tax number {party.taxNumber}</p>}
      {party.email && <p class="text-ink-soft wrap-anywhere">{party.email}</p>}
    </div>
  );
}

/** A country's name; what stands in place of an erased one as it is. */
function placeOf(country: string): string {
  return /^[A-Z]{2}$/.test(country) ? countryName(country) : country;
}
