/** The jobs of statements: lines of a file, taking them back, and parts of a line. */
import type { JobHandlers } from "@/domain/job/mod.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import { BOOK_JOB, finishBooking } from "./book_parts.ts";
import { IMPORT_JOB } from "./import_statement.ts";
import { processImport } from "./process_import.ts";
import { continueUndo, UNDO_JOB } from "./undo_import.ts";

/** Handlers by kind. */
export const statementJobHandlers: JobHandlers = {
  [IMPORT_JOB]: async (deps, { payload }) => {
    await processImport(deps, String(payload.importId));
    return ok(undefined);
  },
  [UNDO_JOB]: async (deps, { payload }) => {
    await continueUndo(deps, String(payload.importId));
    return ok(undefined);
  },
  [BOOK_JOB]: async (deps, { payload }) => {
    const booked = await finishBooking(deps, String(payload.lineId));
    if (booked.ok) return booked;
    return fail({ code: booked.error.code, isFinal: booked.error.code === "not_found" });
  },
};
