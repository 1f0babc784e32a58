/**
 * Seals the invoices of before there were seals, some at each run, oldest first. Key: `["invoice_seal_cursor"]`, the id of
 * the last invoice that was looked at; once it has caught up with the newest, a run reads only what has come since.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { getInvoiceRecord } from "./repo.ts";
import { readSeal, stageMissingSeal } from "./seal.ts";

const CURSOR = ["invoice_seal_cursor"];
/** Invoices that a run looks at. */
const BATCH = 200;

/** Seals what has no seal among the next invoices; how many those were. One that can't be read keeps none of the others. */
export async function sealOldInvoices(deps: Deps): Promise<number> {
  const after = (await deps.kv.get<string>(CURSOR)).value;
  const start = after === null ? {} : { start: ["invoices", `${after}\0`] };
  let last: string | null = null;
  let sealed = 0;
  for await (
    const { key } of deps.kv.list({ prefix: ["invoices"], ...start }, { limit: BATCH })
  ) {
    last = String(key[1]);
    try {
      if (await sealOne(deps, last)) sealed++;
    } catch (error) {
      deps.log.error("invoices.seal_failed", { invoice: last, error });
    }
  }
  if (last !== null) await deps.kv.set(CURSOR, last);
  if (sealed > 0) deps.log.info("invoices.sealed", { invoices: sealed });
  return sealed;
}

/** The seal is under check: of two processes one makes it. */
async function sealOne(deps: Deps, id: string): Promise<boolean> {
  if (await readSeal(deps.kv, id)) return false;
  return unwrap(
    await transact(deps, async (tx) => {
      const invoice = await getInvoiceRecord(tx, id);
      return ok(invoice !== null && await stageMissingSeal(tx, deps, invoice));
    }),
  );
}
