/** What staff have booked on wallets, as staff see it. */
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { pageAdjustments, pageRefunds } from "./repo.ts";
import { maySeeWallet } from "./read_wallet.ts";
import type { AdjustmentView, RefundView } from "./view.ts";

/** One page of a customer's adjustments, newest first; empty for who may not see the wallet. */
export async function listAdjustments(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; accountId: string; page?: PageRequest },
): Promise<Page<AdjustmentView>> {
  if (!maySeeWallet(input)) return { items: [], next: null };
  const page = await pageAdjustments(deps.kv, input.accountId, input.page ?? {});
  return {
    items: page.items.map(({ schemaVersion: _, bookedAt: _b, ...view }) => view),
    next: page.next,
  };
}

/** One page of refunds, newest first: a customer's, or without one those that wait to be sent. */
export async function listRefunds(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; accountId?: string; page?: PageRequest },
): Promise<Page<RefundView>> {
  const { viewer, accountId } = input;
  const maySee = accountId === undefined
    ? viewer.permissions.has("payments.refund")
    : maySeeWallet({ viewer, accountId });
  if (!maySee) return { items: [], next: null };
  const filter = accountId === undefined ? "to_send" : { customerId: accountId };
  const page = await pageRefunds(deps.kv, filter, input.page ?? {});
  const items = page.items.map(
    ({ schemaVersion: _, bookedAt: _b, sentBy: _s, ...view }) => view,
  );
  return { items, next: page.next };
}
