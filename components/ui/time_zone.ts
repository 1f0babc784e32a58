/** The time zone that a page shows its instants in: its layout says it once, for every `DateTime` on the page. */
import { type Context, createContext } from "preact";

/** An IANA name. */
export const TimeZone: Context<string> = /* @__PURE__ */ createContext("UTC");
