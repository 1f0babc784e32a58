/** Crypto: receiving on chains at addresses of our own, without a key that could spend. */
export { deriveAddress } from "./derive.ts";
export {
  type QuoteError,
  type QuoteInput,
  type RequestedQuote,
  requestQuote,
} from "./request_quote.ts";
export { watchChains } from "./watch_chains.ts";
export * from "./view.ts";
