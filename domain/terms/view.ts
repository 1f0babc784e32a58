/** What pages show of terms: plain types. */
export type { Agreed, Terms } from "./model.ts";
