/** What runs behind the pages: handlers of jobs, and work that comes round. */
import { runDue, runRenewals, voidJobHandlers } from "../billing/mod.ts";
import { indexApprovals } from "../approval/mod.ts";
import { booksJobHandlers, startAudit } from "../books/mod.ts";
import { changeJobHandlers, expireChanges } from "../change/mod.ts";
import { sealOldCreditNotes } from "../credit_note/mod.ts";
import { refreshRates, remindStaff, watchChains } from "../crypto/mod.ts";
import { deskJobHandlers } from "../invoice_desk/mod.ts";
import type { JobHandlers, RecurringTask } from "../job/mod.ts";
import { sealOldInvoices } from "../invoice/mod.ts";
import { mailJobHandlers } from "../mail/mod.ts";
import { expireOrders } from "../order/mod.ts";
import { renewJobHandlers, settleJobHandlers } from "../payment/mod.ts";
import { clearOldDrafts, statementJobHandlers } from "../statement/mod.ts";
import { deleteOldSigningKeys, resetJobHandlers, rotateSigningKey } from "../session/mod.ts";
import {
  recordReceivables,
  recordRecurring,
  updateCoinDays,
  updateDayBooks,
  updateTaxDays,
} from "../report/mod.ts";
import { endRetention, privacyJobHandlers } from "../privacy/mod.ts";
import type { Deps } from "../shared/deps.ts";
import { clearAbandonedUploads } from "../upload/mod.ts";
import { expireTopUps } from "../wallet/mod.ts";
import { oncePerDay } from "./once_per_day.ts";

/** Handlers of all kinds of jobs. */
export const jobHandlers: JobHandlers = {
  ...mailJobHandlers,
  ...resetJobHandlers,
  ...privacyJobHandlers,
  ...settleJobHandlers,
  ...booksJobHandlers,
  ...deskJobHandlers,
  ...renewJobHandlers,
  ...voidJobHandlers,
  ...statementJobHandlers,
  ...changeJobHandlers,
};

/** Work that is looked at every minute, by one process at a time. */
export const recurringTasks: readonly RecurringTask[] = [
  {
    name: "orders.expire",
    run: async (deps) => {
      await expireOrders(deps);
    },
  },
  {
    name: "changes.expire",
    run: async (deps) => {
      await expireChanges(deps);
    },
  },
  {
    name: "top_ups.expire",
    run: async (deps) => {
      await expireTopUps(deps);
    },
  },
  {
    name: "billing.chase",
    run: async (deps) => {
      await runDue(deps);
    },
  },
  {
    name: "billing.renew",
    run: (deps) =>
      oncePerDay(deps, { name: "billing.renew", run: async (day) => void await runRenewals(day) }),
  },
  {
    name: "crypto.rates",
    run: refreshRates,
  },
  {
    name: "crypto.remind",
    run: remindStaff,
  },
  {
    name: "crypto.watch",
    run: watchChains,
  },
  {
    name: "invoices.seal",
    run: async (deps) => {
      await sealOldInvoices(deps);
      await sealOldCreditNotes(deps);
    },
  },
  {
    name: "approvals.index",
    run: indexApprovals,
  },
  {
    name: "uploads.clear",
    run: async (deps) => {
      await clearAbandonedUploads(deps);
    },
  },
  {
    name: "statements.clear",
    run: (deps) =>
      oncePerDay(deps, {
        name: "statements.clear",
        run: async (day) => void await clearOldDrafts(day),
      }),
  },
  {
    name: "signing_keys.rotate",
    run: (deps) => oncePerDay(deps, { name: "signing_keys.rotate", run: rotateKeys }),
  },
  {
    name: "privacy.retention",
    run: (deps) =>
      oncePerDay(deps, {
        name: "privacy.retention",
        run: async (day) => void await endRetention(day),
      }),
  },
  {
    name: "reports.days",
    run: async (deps) => {
      await updateDayBooks(deps);
      await updateTaxDays(deps);
      await updateCoinDays(deps);
    },
  },
  {
    name: "reports.nightly",
    run: (deps) => oncePerDay(deps, { name: "reports.nightly", run: recordReports }),
  },
  {
    name: "books.verify",
    run: (deps) => oncePerDay(deps, { name: "books.verify", run: startAudit }),
  },
];

/** Signing keys are replaced every 30 days, and deleted once nothing that they signed is left. */
async function rotateKeys(deps: Deps): Promise<void> {
  const rotated = await rotateSigningKey(deps);
  const deleted = await deleteOldSigningKeys(deps);
  const isNew = rotated.ok && rotated.value.isNew;
  if (isNew || deleted > 0) deps.log.info("signing_keys.rotated", { isNew, deleted });
}

/** What is worked out once a day for the reports. */
async function recordReports(deps: Deps): Promise<void> {
  await recordRecurring(deps);
  await recordReceivables(deps);
}
