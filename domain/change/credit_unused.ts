/**
 * Giving back what isn't used any more of a paid term: by a credit note for each of the invoices that it was paid with, the
 * last one first, and none by more than it has left. The first is issued on the commit of the change, the others by jobs: a
 * commit has no room for more.
 */
import { CYCLE_LABELS } from "@/domain/catalog/mod.ts";
import {
  CREDIT_NOTE_LANE,
  type CreditBasis,
  getCreditNoteRecord,
  stageNote,
} from "@/domain/credit_note/mod.ts";
import {
  checkInvoice,
  creditableOfService,
  creditOfService,
  type CreditPart,
  creditParts,
  type Invoice,
  peekInvoice,
} from "@/domain/invoice/mod.ts";
import { type JobHandlers, stageJob } from "@/domain/job/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { compare, type Money, subtract, sum, times, zero } from "@/domain/shared/money.ts";
import { fail, ok } from "@/domain/shared/result.ts";
import type { Change, Credit } from "./model.ts";
import type { Proposal } from "./propose.ts";
import { getChange } from "./repo.ts";

const CREDIT_JOB = "changes.credit";
const ACTOR = { kind: "system", id: CREDIT_JOB } as const;

/** What is given back of one invoice, with its tax. */
export interface PlannedCredit {
  credit: Credit;
  invoice: Invoice;
  parts: CreditPart[];
}

/** Which invoices give back what a change doesn't need; none where all of them were credited before. No checks. */
export async function planCredits(
  tx: Tx,
  deps: Pick<Deps, "ids">,
  { serviceId, proposal }: { serviceId: string; proposal: Proposal },
): Promise<PlannedCredit[]> {
  const planned: PlannedCredit[] = [];
  let left = times(proposal.balance, -1);
  for (const invoiceId of proposal.paidWith) {
    if (left.minor <= 0) break;
    const invoice = await peekInvoice(tx, invoiceId);
    if (!invoice || invoice.status !== "paid") continue;
    const priced = least(left, creditableOfService(invoice, serviceId));
    if (priced.minor <= 0) continue;
    const parts = creditParts(invoice, creditOfService(invoice, { serviceId, priced }));
    planned.push({
      credit: { creditNoteId: deps.ids.next("crn"), invoiceId, priced },
      invoice,
      parts,
    });
    left = subtract(left, priced);
  }
  return planned;
}

/** Stages the credit notes of a change that is made on this commit. Checks the first one, its number, invoice and wallet. */
export async function stageCredits(
  tx: Tx,
  deps: Deps,
  change: Change,
): Promise<void> {
  for (const [index, credit] of change.credits.entries()) {
    if (index === 0) await stageCredit(tx, deps, { change, credit });
    else {
      await stageJob(tx, deps, {
        id: `${CREDIT_JOB}:${credit.creditNoteId}`,
        kind: CREDIT_JOB,
        payload: { changeId: change.id, index },
        isOwned: true,
      });
    }
  }
}

async function stageCredit(
  tx: Tx,
  deps: Deps,
  { change, credit }: { change: Change; credit: Credit },
): Promise<void> {
  const { creditNoteId: id, invoiceId } = credit;
  if (await getCreditNoteRecord(tx, id)) return;
  const invoice = await checkInvoice(tx, invoiceId);
  if (!invoice) throw new Error(`no invoice ${invoiceId}`);
  const { serviceId, from, to, creditSteps: steps } = change;
  const part = least(credit.priced, creditableOfService(invoice, serviceId));
  if (part.minor <= 0) return;
  const parts = creditParts(invoice, creditOfService(invoice, { serviceId, priced: part }));
  const amount = sum(steps.map((step) => step.amount), invoice.currency);
  const basis: CreditBasis = { rule: "change", changeId: change.id, steps, amount, part };
  const isOtherTerm = from.cycle !== to.cycle;
  const nameOf = ({ planName, cycle }: Change["from"] | Change["to"]) =>
    isOtherTerm ? `${planName}, ${CYCLE_LABELS[cycle].toLowerCase()},` : planName;
  const reason =
    `${nameOf(from)} was changed to ${nameOf(to)} on ${
      dayOf(Temporal.Instant.from(change.requestedAt))
    }: ` +
    "what isn't used any more is given back.";
  await stageNote(tx, deps, { actor: ACTOR, id, invoice, parts, reason, basis });
}

/** Issues the further credit notes of a change; each once, however often its job runs. */
export const creditJobHandlers: JobHandlers = {
  [CREDIT_JOB]: async (deps, { payload }) => {
    const done = await transact(deps, async (tx) => {
      const change = await getChange(tx, String(payload.changeId));
      const credit = change?.credits[Number(payload.index)];
      if (!change || !credit) throw new Error(`no such credit: ${JSON.stringify(payload)}`);
      await stageCredit(tx, deps, { change, credit });
      return ok(undefined);
    }, { lane: CREDIT_NOTE_LANE });
    return done.ok ? done : fail({ code: done.error.code });
  },
};

/** The sums of what is given back, with tax and without. */
export function creditSums(planned: readonly PlannedCredit[], currency: string) {
  const parts = planned.flatMap((each) => each.parts);
  const total = (pick: (part: CreditPart) => Money) =>
    parts.length === 0 ? zero(currency) : sum(parts.map(pick), currency);
  return {
    subtotal: total(({ net }) => net),
    tax: total(({ tax }) => tax),
    total: total(({ gross }) => gross),
  };
}

function least(one: Money, other: Money): Money {
  return compare(one, other) < 0 ? one : other;
}
