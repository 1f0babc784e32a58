/** What is booked on a wallet has to be kept for a time; then the reasons and destinations go, and sums and days stay. */
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { isId } from "@/domain/shared/ids.ts";
import { type Page, type PageRequest, transact, type Tx } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { comparableReference } from "@/domain/payment/mod.ts";
import type { Adjustment, Refund } from "./model.ts";
import {
  dropReference,
  getAdjustmentRecord,
  getRefundRecord,
  pageAdjustments,
  pageRefunds,
  writeAdjustment,
  writeRefund,
} from "./repo.ts";

/** Everything that staff have booked on a customer's wallet, with its day. */
export async function* bookingsOf(
  deps: Pick<Deps, "kv">,
  accountId: string,
): AsyncGenerator<{ id: string; bookedOn: string }> {
  type Booking = Pick<Adjustment | Refund, "id" | "createdAt">;
  const lists: ((request: PageRequest) => Promise<Page<Booking>>)[] = [
    (request) => pageAdjustments(deps.kv, accountId, request),
    (request) => pageRefunds(deps.kv, { customerId: accountId }, request),
  ];
  for (const read of lists) {
    let after: string | null = null;
    do {
      const page: Page<Booking> = await read({
        limit: 100,
        ...(after !== null && { after }),
      });
      for (const { id, createdAt } of page.items) {
        yield { id, bookedOn: createdAt.slice(0, 10) };
      }
      after = page.next;
    } while (after !== null);
  }
}

/** Whether an id is that of something that staff have booked on a wallet. */
export function isBookingId(id: string): boolean {
  return isId("adj", id) || isId("rfd", id);
}

/** Takes the person out of an adjustment or refund. Running it again changes nothing. */
export async function eraseBooking(deps: Pick<Deps, "kv" | "lanes">, id: string): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      if (isId("adj", id)) await stageErasedAdjustment(tx, id);
      else await stageErasedRefund(tx, id);
      return ok(undefined);
    }),
  );
}

async function stageErasedAdjustment(tx: Tx, id: string): Promise<void> {
  const adjustment = await getAdjustmentRecord(tx, id);
  if (adjustment) writeAdjustment(tx, { ...adjustment, reason: ERASED });
}

async function stageErasedRefund(tx: Tx, id: string): Promise<void> {
  const refund = await getRefundRecord(tx, id);
  if (!refund) return;
  const { method, amount, reference } = refund;
  if (reference !== "" && reference !== ERASED) {
    const sent = { method, currency: amount.currency, reference: comparableReference(reference) };
    dropReference(tx, sent);
  }
  writeRefund(tx, {
    ...refund,
    reason: ERASED,
    destination: ERASED,
    reference: reference && ERASED,
  });
}
