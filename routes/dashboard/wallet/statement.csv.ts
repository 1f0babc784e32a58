/** A month of the customer's wallet as CSV, written while it is read. */
import { lineText } from "@/components/wallet/line_texts.ts";
import { CSV_BOM, csvRow } from "@/domain/shared/csv.ts";
import { streamWalletMonth, type WalletMonthFile } from "@/domain/wallet/mod.ts";
import { csvAttachment } from "../../(_lib)/downloads.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { monthRequestOf } from "../../(_lib)/months.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

const HEAD = ["Number", "Time (UTC)", "What", "Invoice", "Amount", "Balance", "Currency"];

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const asked = { viewer, accountId: viewer.id, ...monthRequestOf(ctx) };
    const month = await streamWalletMonth(ctx.state.deps, asked);
    if (!month.ok) return problem(month.error);
    const name = `wallet-${month.value.currency}-${month.value.month}.csv`;
    return csvAttachment(rowsOf(month.value), name);
  },
});

async function* rowsOf({ pages, currency }: WalletMonthFile): AsyncGenerator<string> {
  yield CSV_BOM + csvRow(HEAD);
  for await (const lines of pages) {
    for (const line of lines) {
      const { number, at, invoiceNumber, change, balance } = line;
      yield csvRow([number, at, lineText(line), invoiceNumber, change, balance, currency]);
    }
  }
}
