/** What a customer has in their wallet, and the statement of how it came about. */
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page, PageRequest, Tx } from "@/domain/shared/kv.ts";
import { type Money, zero } from "@/domain/shared/money.ts";
import { type Transfer, transferSchema, walletAccount } from "./model.ts";
import { getWallet, pageEntries, readTransfers, readWallet, readWallets } from "./repo.ts";
import { toLines } from "./statement.ts";
import type { StatementLineView } from "./view.ts";

/** The balance of a customer's wallet in a currency. */
export async function getWalletBalance(
  deps: Pick<Deps, "kv">,
  input: { accountId: string; currency: string },
): Promise<Money> {
  const wallet = await readWallet(deps.kv, walletAccount(input.accountId, input.currency));
  return wallet?.balance ?? zero(input.currency);
}

/** What a customer has in their wallets, in every currency that was ever booked. */
export async function listBalances(
  deps: Pick<Deps, "kv">,
  { accountId }: { accountId: string },
): Promise<Money[]> {
  return (await readWallets(deps.kv, accountId)).map(({ balance }) => balance);
}

/** The same under check of a commit, for a use-case that decides by it; no second check when it books there too. */
export async function checkWalletBalance(
  tx: Tx,
  input: { accountId: string; currency: string },
): Promise<Money> {
  const wallet = await getWallet(tx, walletAccount(input.accountId, input.currency));
  return wallet?.balance ?? zero(input.currency);
}

/** A transfer by its id; `null` if it was never booked. */
export async function readTransfer(
  deps: Pick<Deps, "kv">,
  id: string,
): Promise<Transfer | null> {
  const [stored] = await readTransfers(deps.kv, [id]);
  return stored === null ? null : transferSchema.parse(stored);
}

/** One page of a customer's wallet statement, newest first. The caller has made sure whose wallet it is. */
export async function listStatement(
  deps: Pick<Deps, "kv">,
  input: { accountId: string; currency: string; page?: PageRequest },
): Promise<Page<StatementLineView>> {
  const account = walletAccount(input.accountId, input.currency);
  const page = await pageEntries(deps.kv, account, input.page ?? {});
  return { items: await toLines(deps, page.items), next: page.next };
}

/** Transfers by their ids, those that there are. */
export async function readTransfersById(
  deps: Pick<Deps, "kv">,
  ids: readonly string[],
): Promise<Map<string, Transfer>> {
  const stored = await readTransfers(deps.kv, ids);
  const found = stored.flatMap((each) => transferSchema.safeParse(each).data ?? []);
  return new Map(found.map((transfer) => [transfer.id, transfer]));
}
