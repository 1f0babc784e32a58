/** What people can ask for about their own data: a copy of all of it, and its end. */
import type { JobHandlers } from "@/domain/job/mod.ts";
import { eraseAccount } from "./erase_account.ts";
import { makeExport } from "./make_export.ts";

export { listErasures } from "./list_erasures.ts";
export { planErasure } from "./plan_erasure.ts";
export { type ErasureBlocked, requestErasure } from "./request_erasure.ts";
export {
  downloadExport,
  type ExportDownload,
  type ExportRunning,
  getExport,
  requestExport,
} from "./request_export.ts";
export { endRetention } from "./retention.ts";
export type * from "./view.ts";

/** Handlers of `privacy.export` and `privacy.erase`. */
export const privacyJobHandlers: JobHandlers = {
  "privacy.export": makeExport,
  "privacy.erase": eraseAccount,
};
