/** What staff have booked on wallets, as staff see it. */
import { type CustomerActor, isOwner, type StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import type { Adjustment, Refund } from "./model.ts";
import { pageAdjustments, pageRefunds } from "./repo.ts";
import { maySeeWallet } from "./read_wallet.ts";
import type { AdjustmentView, OwnBookingView, RefundView } from "./view.ts";

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

/** One page of what staff have booked on one's own wallet, newest first: adjustments, or what was paid out. */
export async function listOwnBookings(
  deps: Pick<Deps, "kv">,
  input: { viewer: CustomerActor; of: "adjustments" | "refunds"; page?: PageRequest },
): Promise<Page<OwnBookingView>> {
  const { viewer } = input;
  const request = input.page ?? {};
  if (!isOwner(viewer)) return { items: [], next: null };
  if (input.of === "adjustments") {
    const page = await pageAdjustments(deps.kv, viewer.id, request);
    return { items: page.items.map((each) => toOwn(each)), next: page.next };
  }
  const page = await pageRefunds(deps.kv, { customerId: viewer.id }, request);
  const items = page.items.map((each) => {
    const { method, destination, reference, sentAt } = each;
    return { ...toOwn(each), method, destination, reference, sentAt };
  });
  return { items, next: page.next };
}

function toOwn({ id, amount, reason, status, createdAt, ...rest }: Adjustment | Refund) {
  const isTaken = !("direction" in rest) || rest.direction === "debit";
  const signed = isTaken ? money(-amount.minor, amount.currency) : amount;
  return { id, amount: signed, reason, status, createdAt };
}
