/**
 * A chain payment is evidence of an invoice and kept as long; then all of it goes but that its address was given, so that
 * nobody is ever asked to pay to it again.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { arrivalKeysOf, dropChainPayment, getChainPayment, readOfInvoice } from "./repo.ts";

/** Deletes the chain payments of an invoice. Running it again changes nothing. */
export async function eraseChainPayments(
  deps: Pick<Deps, "kv" | "lanes">,
  invoiceId: string,
): Promise<void> {
  for (const { id } of await readOfInvoice(deps.kv, invoiceId)) {
    const arrivals = await arrivalKeysOf(deps.kv, id);
    unwrap(
      await transact(deps, async (tx) => {
        const payment = await getChainPayment(tx, id);
        if (payment) dropChainPayment(tx, payment);
        for (const key of arrivals) tx.delete(key);
        return ok(undefined);
      }),
    );
  }
}

/** Ids of the chain payments of an invoice, of which the log speaks. */
export async function chainPaymentIds(kv: Deno.Kv, invoiceId: string): Promise<string[]> {
  return (await readOfInvoice(kv, invoiceId)).map(({ id }) => id);
}
