/** The books: double entry with wallets under check. */
export {
  type Coins,
  houseAccount,
  type Transfer,
  type TransferCode,
  type TransferInput,
  walletAccount,
} from "./model.ts";
export {
  type Booked,
  stageTransfer,
  stageTransfers,
  type TransferError,
} from "./stage_transfer.ts";
export { checkPayoutStop, type PayoutStop, readPayoutStop, setPayoutStop } from "./payout_stop.ts";
export {
  findMonth,
  isMonth,
  type MonthRequest,
  readLinesDown,
  readMonth,
  type StatementMonth,
} from "./statement.ts";
export {
  checkWalletBalance,
  getWalletBalance,
  listBalances,
  listStatement,
  readTransfer,
  readTransfersById,
} from "./wallet.ts";
export { readFirstDay, scanDay } from "./repo.ts";
export {
  emptyReport,
  END_OF_TIME,
  LEDGER_PROBLEMS,
  type LedgerAudit,
  type LedgerReport,
  ledgerReportSchema,
  type Step,
} from "./audit.ts";
export { auditStrays } from "./audit_strays.ts";
export { auditTransfers } from "./audit_transfers.ts";
export { auditSums, auditWallets } from "./audit_wallets.ts";
export { verifyLedger } from "./verify_ledger.ts";
export type { StatementLineView } from "./view.ts";
