/** The audit of the ledger from its beginning to its end, while nobody writes. */
import type { Deps } from "@/domain/shared/deps.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";
import {
  emptyReport,
  END_OF_TIME,
  type LedgerAudit,
  type LedgerProblem,
  type LedgerReport,
  type Step,
} from "./audit.ts";
import { auditStrays } from "./audit_strays.ts";
import { auditTransfers } from "./audit_transfers.ts";
import { auditSums, auditWallets } from "./audit_wallets.ts";

/** Recomputes every wallet and every account of the house; `ledger_broken` lists every discrepancy. */
export async function verifyLedger(
  deps: Pick<Deps, "kv">,
): Promise<
  Result<LedgerReport, { code: "ledger_broken"; report: LedgerReport; problems: LedgerProblem[] }>
> {
  const report = emptyReport();
  const problems: LedgerProblem[] = [];
  const audit = { kv: deps.kv, report, problems, before: END_OF_TIME };
  for (const step of [auditTransfers, auditWallets, auditStrays]) await toEnd(audit, step);
  auditSums(audit);
  return problems.length === 0 ? ok(report) : fail({ code: "ledger_broken", report, problems });
}

async function toEnd(
  audit: LedgerAudit,
  step: (audit: LedgerAudit, after: string) => Promise<Step>,
): Promise<void> {
  for (let after: string | null = ""; after !== null;) ({ next: after } = await step(audit, after));
}
