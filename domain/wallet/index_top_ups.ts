/**
 * An end for open top-ups that were issued before there was one: as if they were issued now. Done once for a database; the key
 * `["top_ups_indexed"]` says so.
 */
import { checkInvoice, scanOpenInvoices, stageExpiry } from "@/domain/invoice/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";

const DONE_KEY = ["top_ups_indexed"];

/** Walks the open invoices, unless that was done before or top-ups never expire. */
export async function indexTopUps(deps: Deps): Promise<void> {
  const { topUpExpiryDays } = await getSettings(deps, "orders");
  if (topUpExpiryDays === 0 || (await deps.kv.get(DONE_KEY)).value === true) return;
  const expiresAt = toIso(deps.clock.now().add({ hours: 24 * topUpExpiryDays }));
  for await (const { id, kind, expiresAt: known } of scanOpenInvoices(deps.kv)) {
    if (kind !== "top_up" || known !== null) continue;
    unwrap(
      await transact(deps, async (tx) => {
        const invoice = await checkInvoice(tx, id);
        if (invoice?.status === "open" && invoice.expiresAt === null) {
          stageExpiry(tx, { invoice, expiresAt });
        }
        return ok(undefined);
      }),
    );
  }
  await deps.kv.set(DONE_KEY, true);
}
