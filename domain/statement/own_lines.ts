/** What the bank's statements hold about one customer, for the copy of their data. */
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { isOwner } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import { pageLines, scanPayersOf } from "./repo.ts";

/** A line of which a part was booked for a customer. */
export interface OwnLineView {
  bookedOn: string;
  /** What of it was booked for them, and to which invoice; `null`: into the wallet. */
  parts: Array<{ invoiceId: string | null; amount: Money }>;
  /** As the bank named them; `null` where others have a part in the line: it may be theirs. */
  payer: { name: string; iban: string; remittance: string; reference: string | null } | null;
}

/** One page of the lines that were booked for the account's owner, newest first. */
export async function listOwnLines(
  deps: Pick<Deps, "kv">,
  { viewer, page: request }: { viewer: CustomerActor; page?: PageRequest },
): Promise<Page<OwnLineView>> {
  if (!isOwner(viewer)) return { items: [], next: null };
  const page = await pageLines(deps.kv, { customerId: viewer.id }, request ?? {});
  const items = page.items.map(({ line, parts }): OwnLineView => {
    const own = parts.filter(({ customerId }) => customerId === viewer.id);
    const { counterpartyName: name, counterpartyIban: iban, remittance, reference } = line;
    return {
      bookedOn: line.bookedOn,
      parts: own.map(({ invoiceId, amount }) => ({ invoiceId, amount })),
      payer: own.length === parts.length ? { name, iban, remittance, reference } : null,
    };
  });
  return { items, next: page.next };
}

/** The accounts by which the owner's payments are known again. */
export async function* ownPayers(
  deps: Pick<Deps, "kv">,
  { viewer }: { viewer: CustomerActor },
): AsyncGenerator<{ iban: string }> {
  if (!isOwner(viewer)) return;
  for await (const iban of scanPayersOf(deps.kv, viewer.id)) yield { iban };
}
