/** Counts: staged with what they count, read in no time. */
export { type CountedKind, stageCount, stageDayCount, stageStatusChange } from "./counters.ts";
export { type DeskCounts, getDeskCounts, getOverview, type Overview } from "./get_overview.ts";
