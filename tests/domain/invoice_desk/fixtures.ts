/** Invoices that staff wrote, for tests. */
import { INVOICE_LANE, oneLine, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";

/** An open invoice with one line; its id. */
export async function issue(
  deps: Deps,
  customer: CustomerActor,
  minor = 1_000,
  currency = "EUR",
): Promise<string> {
  const issued = await transact(
    deps,
    async (tx) =>
      ok(
        await stageIssueInvoice(tx, deps, {
          kind: "manual",
          customer: { id: customer.id, name: "Ada", email: "ada@example.com" },
          lines: [
            oneLine({ kind: "item", slug: "x", label: "Work", unit: money(minor, currency) }),
          ],
          at: deps.clock.now(),
        }),
      ),
    { lane: INVOICE_LANE },
  );
  return unwrap(issued).id;
}
