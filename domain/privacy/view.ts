/** What pages show of copies and erasures: plain types. */

/** The copy of somebody's data. */
export interface ExportView {
  state: "waiting" | "ready" | "failed";
  requestedAt: string;
  readyAt: string | null;
  /** Until when it can be downloaded. */
  expiresAt: string;
  sizeBytes: number;
}
