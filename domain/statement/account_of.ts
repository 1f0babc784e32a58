/** Which of the house's accounts a statement is of: banks write an IBAN, or their own code and number. */

/** An account of the house. */
export interface KnownAccount {
  iban: string;
  currency: string;
}

/**
 * The account that a statement's words mean; `null` if it isn't one of the house's. `37040044/0532013000`,
 * `DE89370400440532013000EUR` and `ABNA0417164300` are accounts of their IBANs; a number without a bank code isn't
 * enough.
 */
export function findAccount<A extends KnownAccount>(
  accounts: readonly A[],
  { account, currency }: { account: string; currency: string },
): A | null {
  const fitting = accounts.filter((each) =>
    each.currency === currency && means(account, each.iban)
  );
  return fitting[0] ?? null;
}

function means(written: string, iban: string): boolean {
  const bare = written.replace(/(?<=\d)[A-Z]{3}$/, "");
  if (bare === iban || written === iban) return true;
  const parts = bare.split("/");
  if (parts.length === 2) {
    const [bank, number] = parts as [string, string];
    const inIban = iban.slice(4);
    return bank.length >= 3 && number.length >= 4 && inIban.startsWith(bank) &&
      inIban.slice(bank.length).replace(/^0+/, "") === number.replace(/^0+/, "");
  }
  return bare.length >= 10 && iban.slice(4) === bare;
}
