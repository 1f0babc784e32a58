/** The currencies that there are prices in, as links; nothing where there is one alone. */
import { TextLink } from "../ui/TextLink.tsx";

export interface CurrencyLinksProps {
  /** That of the house first. */
  currencies: readonly string[];
  /** `""` for that of the house. */
  current: string;
  href: (currency: string) => string;
}

/** "Prices in EUR, USD", the current one as text. */
export function CurrencyLinks({ currencies, current, href }: CurrencyLinksProps) {
  const [house] = currencies;
  if (currencies.length < 2) return null;
  return (
    <nav aria-label="Currency" class="mb-6 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span class="text-muted">Prices in</span>
      {currencies.map((currency) =>
        currency === (current || house)
          ? (
            <span key={currency} aria-current="true" class="font-semibold text-ink">
              {currency}
            </span>
          )
          : (
            <TextLink key={currency} href={href(currency === house ? "" : currency)}>
              {currency}
            </TextLink>
          )
      )}
    </nav>
  );
}
