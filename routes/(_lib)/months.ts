/** The statement of a wallet that an address asks for: `?currency=EUR&month=2026-03&after=120`, each in its exact form. */
import { HttpError } from "fresh";
import type { Ctx } from "./state.ts";

/** Which month of which wallet. */
export interface AskedMonth {
  currency?: string;
  month?: string;
  timeZone: string;
  after?: number;
}

/** The form of each parameter: a month is checked again where it is used. */
const FORMS = { currency: /^[A-Z]{3}$/, month: /^\d{4}-\d{2}$/, after: /^[1-9]\d{0,11}$/ };

/**
 * Reads the query. Months are those of the zone of whoever asks.
 *
 * @throws HttpError 404 for what no link leads to.
 */
export function monthRequestOf(ctx: Pick<Ctx, "url" | "state">): AskedMonth {
  const read = (name: keyof typeof FORMS) => {
    const text = ctx.url.searchParams.get(name);
    if (text !== null && !FORMS[name].test(text)) throw new HttpError(404);
    return text;
  };
  const [currency, month, after] = [read("currency"), read("month"), read("after")];
  return {
    timeZone: ctx.state.signedIn?.account.timeZone ?? "UTC",
    ...(currency !== null && { currency }),
    ...(month !== null && { month }),
    ...(after !== null && { after: Number(after) }),
  };
}

/** The address of a statement. */
export function walletHref(
  path: string,
  query: { currency: string; month?: string; after?: number },
): string {
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return `${path}?${new URLSearchParams(pairs)}`;
}
