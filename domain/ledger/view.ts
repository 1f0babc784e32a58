/** What pages may show of the books. */
import type { Money } from "@/domain/shared/money.ts";
import type { TransferCode } from "./model.ts";

/** One line of a wallet statement. */
export interface StatementLineView {
  number: number;
  at: string;
  code: TransferCode;
  change: Money;
  balance: Money;
  invoiceId: string | null;
}
