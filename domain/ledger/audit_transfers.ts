/** The audit of transfers: readable, of one currency, with the entries that they name; house accounts add up from here. */
import { accountCurrency, entrySchema, isWallet, type Transfer } from "./model.ts";
import { type LedgerAudit, note, type Step } from "./audit.ts";
import { readEntries, transfersAfter } from "./repo.ts";

/** Transfers that a step looks at. */
const BATCH = 100;

interface Place {
  account: string;
  number: number;
  transfer: Transfer;
}

/** Audits the next transfers after an id; also gives those that can be read. */
export async function auditTransfers(
  audit: LedgerAudit,
  after: string,
): Promise<Step & { transfers: Transfer[] }> {
  const batch = await transfersAfter(audit.kv, { after, limit: BATCH });
  const transfers: Transfer[] = [];
  for (const { id, record } of batch) {
    audit.report.transferCount++;
    if (record?.id === id) transfers.push(record);
    else note(audit, "unreadable_record", id);
  }
  await auditPlaces(audit, transfers.flatMap((transfer) => placesOf(audit, transfer)));
  const next = batch.length < BATCH ? null : batch.at(-1)!.id;
  return { next, records: batch.length, transfers };
}

/** The entries that a transfer names; its sides of the house are summed up. */
function placesOf(audit: LedgerAudit, transfer: Transfer): Place[] {
  const { minor, currency } = transfer.amount;
  const sides = [
    { account: transfer.debitAccount, number: transfer.debitEntry, sign: 1 },
    { account: transfer.creditAccount, number: transfer.creditEntry, sign: -1 },
  ];
  return sides.flatMap(({ account, number, sign }): Place[] => {
    if (accountCurrency(account) !== currency) note(audit, "wrong_currency", transfer.id);
    if (isWallet(account)) {
      if (number !== null) return [{ account, number, transfer }];
      note(audit, "missing_entry", transfer.id);
    } else if (transfer.at < audit.before) {
      const { houseBalances } = audit.report;
      houseBalances[account] = (houseBalances[account] ?? 0) + sign * minor;
    }
    return [];
  });
}

async function auditPlaces(audit: LedgerAudit, places: readonly Place[]): Promise<void> {
  const entries = await readEntries(audit.kv, places);
  for (const [index, { account, number, transfer }] of places.entries()) {
    const entry = entrySchema.safeParse(entries[index]);
    const subject = `${account}#${number}`;
    if (!entry.success) note(audit, "missing_entry", subject);
    else if (entry.data.transferId !== transfer.id) note(audit, "wrong_entry", subject);
  }
}
