/** The audit of entries that no wallet counts. Costs what accounts there are, not what entries: counted ones were looked at. */
import { type LedgerAudit, note, type Step } from "./audit.ts";
import { accountAfter, entriesBeyond, readWallet } from "./repo.ts";

/** Looks at the account after another one. */
export async function auditStrays(audit: LedgerAudit, after: string): Promise<Step> {
  const account = await accountAfter(audit.kv, after);
  if (account === null) return { next: null, records: 0 };
  const counted = await countOf(audit.kv, account);
  const beyond = await entriesBeyond(audit.kv, { account, number: counted ?? 0 });
  if (beyond.length > 0) {
    if (counted === null) note(audit, "missing_wallet", `${account}#${beyond[0]}`);
    // What was booked since isn't stray: the wallet counts it by now.
    const now = await countOf(audit.kv, account) ?? 0;
    for (const number of beyond) {
      if (number > now) note(audit, "stray_entry", `${account}#${number}`);
    }
  }
  return { next: account, records: 1 + beyond.length };
}

async function countOf(kv: Deno.Kv, account: string): Promise<number | null> {
  const wallet = await readWallet(kv, account).catch(() => null);
  return wallet?.entryCount ?? null;
}
