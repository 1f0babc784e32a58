/** A job as staff see it; what it carries stays inside. */
export interface JobView {
  /** Names the fact, for example `mail:order_placed:ord_…`. */
  id: string;
  kind: string;
  state: "waiting" | "running" | "done" | "failed";
  attempt: number;
  dueAt: string;
  lastError: { code: string; message: string; at: string } | null;
  createdAt: string;
  finishedAt: string | null;
}
