/** What people can ask for about their own data: a copy of all of it, and its end. */
import type { JobHandlers } from "@/domain/job/mod.ts";
import { makeExport } from "./make_export.ts";

export {
  downloadExport,
  type ExportDownload,
  type ExportRunning,
  getExport,
  requestExport,
} from "./request_export.ts";
export type * from "./view.ts";

/** Handler of `privacy.export`. */
export const privacyJobHandlers: JobHandlers = { "privacy.export": makeExport };
