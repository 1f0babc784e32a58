/** An event as the account's owner sees it. */
export interface OwnEventView {
  at: string;
  action: string;
  by: "you" | "staff" | "customer" | "system" | "visitor";
}

/** An audit event as staff see it. */
export interface AuditEventView {
  id: string;
  at: string;
  actor: {
    kind: "staff" | "customer" | "system" | "visitor";
    id: string;
    /** Whose account they acted on, where it isn't their own. */
    onBehalfOf?: string;
  };
  action: string;
  subject: { kind: string; id: string };
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string | null;
}
