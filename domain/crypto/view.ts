/** What pages may show of chain payments: plain types and names, safe for islands. */

/** Where a chain payment stands. */
export const CHAIN_PHASES = [
  /** Nothing has come, and the rate holds. */
  "waiting",
  /** Nothing has come, and the rate has run out. */
  "expired",
  /** In no block yet. */
  "seen",
  /** In a block, not deep enough. */
  "confirming",
  /** What was asked for has come. */
  "exact",
  /** Less has come. */
  "underpaid",
  /** More has come. */
  "overpaid",
  /** It came after the rate had run out. */
  "late",
  /** It came in another asset. */
  "wrong_asset",
  /** It was seen, and the chain no longer has it. */
  "reorganised",
  /** It was booked, and the chain no longer has it. */
  "lost",
] as const;

/** Where a chain payment stands. */
export type ChainPhase = (typeof CHAIN_PHASES)[number];
