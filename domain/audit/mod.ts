/** The audit log: every change by anyone, in the commit that made it. */
export { listAudit, listHistory } from "./list_audit.ts";
export { eraseEvents } from "./erase.ts";
export { listActivityOf } from "./own_activity.ts";
export type { AuditSubject } from "./model.ts";
export { type AuditInput, stageAudit } from "./stage_audit.ts";
export type { AuditEventView, OwnEventView } from "./view.ts";
