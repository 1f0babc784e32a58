/**
 * Intl formatters, kept once made: making one costs as much as formatting a whole page of amounts.
 * They are pure, so that this is a cache and no state; it has a ceiling, because locales may come
 * from outside.
 */

const CEILING = 64;
const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

/** Amounts of `currency`; with `trimZeros` whole ones lose their decimals. */
export function moneyFormatter(
  currency: string,
  { locale, trimZeros }: { locale: string; trimZeros: boolean },
): Intl.NumberFormat {
  return kept(numbers, `${locale} ${currency} ${trimZeros}`, () =>
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      trailingZeroDisplay: trimZeros ? "stripIfInteger" : "auto",
    } as Intl.NumberFormatOptions));
}

/** Days, with the time of the day and its zone when `withTime`. */
export function dateFormatter(
  locale: string,
  { timeZone, withTime }: { timeZone: string; withTime: boolean },
): Intl.DateTimeFormat {
  return kept(dates, `${locale} ${timeZone} ${withTime}`, () =>
    new Intl.DateTimeFormat(locale, {
      year: "numeric",
      month: "short",
      day: "numeric",
      timeZone,
      ...(withTime
        ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" }
        : {}),
    }));
}

function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const known = cache.get(key);
  if (known) return known;
  const made = make();
  if (cache.size >= CEILING) cache.clear();
  cache.set(key, made);
  return made;
}
