/** Takes a person out of the statements: the accounts that they paid from at once, their lines once the law lets go. */
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED } from "@/domain/shared/erasing.ts";
import { type Page, transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import type { LineRecord } from "./record.ts";
import { deletePayersOf, getLineRecord, pageLines, writeLine } from "./repo.ts";

/** Forgets from which accounts somebody has paid; how many. */
export function forgetPayers(deps: Pick<Deps, "kv">, accountId: string): Promise<number> {
  return deletePayersOf(deps.kv, accountId);
}

/** Lines of which a part went to somebody's wallet: they belong to no invoice. */
export async function* walletLinesOf(
  deps: Pick<Deps, "kv">,
  customerId: string,
): AsyncGenerator<{ id: string; bookedOn: string }> {
  let after: string | null = null;
  do {
    const page: Page<LineRecord> = await pageLines(deps.kv, { customerId }, {
      limit: 100,
      ...(after !== null && { after }),
    });
    for (const { id, line, parts } of page.items) {
      const isTheirs = parts.some((part) =>
        part.invoiceId === null && part.customerId === customerId
      );
      if (isTheirs) yield { id, bookedOn: line.bookedOn };
    }
    after = page.next;
  } while (after !== null);
}

/** Erases the payer in the lines that were booked to an invoice. Running it again changes nothing. */
export async function eraseLinesOf(
  deps: Pick<Deps, "kv" | "lanes">,
  invoiceId: string,
): Promise<void> {
  const page = await pageLines(deps.kv, { invoiceId }, { limit: 100 });
  for (const { id } of page.items) await eraseLine(deps, id);
}

/** Erases the payer of a line. Running it again changes nothing. */
export async function eraseLine(deps: Pick<Deps, "kv" | "lanes">, id: string): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const before = await getLineRecord(tx, id);
      if (before && before.line.remittance !== ERASED) writeLine(tx, before, blanked(before));
      return ok(undefined);
    }),
  );
}

/** The fingerprint stays, so that the same file doesn't bring the line again. */
function blanked(record: LineRecord): LineRecord {
  const line = {
    ...record.line,
    counterpartyName: ERASED,
    counterpartyIban: "",
    remittance: ERASED,
    reference: null,
    endToEndId: null,
  };
  return { ...record, line, suggestions: [], reason: record.reason && ERASED };
}
