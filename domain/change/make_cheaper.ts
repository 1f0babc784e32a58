/**
 * A change at once that costs less than what is paid, or nothing because it is within a free trial: it is made on the commit
 * that asks for it, and what isn't used any more of what was really paid, less what comes instead, is credited to the wallet.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageReturnStock } from "@/domain/catalog/mod.ts";
import { creditStepOf, peekInvoice, type TaxRule } from "@/domain/invoice/mod.ts";
import { stageTerms } from "@/domain/service/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { dayOf, isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { times, toDecimal } from "@/domain/shared/money.ts";
import { customerTax } from "@/domain/tax/mod.ts";
import type { Admitted, PreviewChangeInput } from "./admit_change.ts";
import { stageChangedMails } from "./change_mails.ts";
import { creditSums, planCredits, stageCredits } from "./credit_unused.ts";
import type { Change } from "./model.ts";
import { paidWith } from "./paid_with.ts";
import type { Proposal } from "./propose.ts";
import { addChange } from "./repo.ts";
import { stageBilledAgain, stageReplaced } from "./replace_renewal.ts";
import type { ChangePriceView } from "./view.ts";

/**
 * Stages the change with its credit notes; `null` where the settings have it come with the next term, or where it isn't known
 * what the service was paid with. Checks the change, the old place in stock, and the first credit note with its number,
 * invoice and wallet.
 */
export async function stageCheaper(
  tx: Tx,
  deps: Deps,
  input: PreviewChangeInput & Admitted & { requestId?: string },
): Promise<{ change: Change; price: ChangePriceView } | null> {
  const { renewal, service: before } = input;
  const known = await paidWith(deps, input);
  const proposal = { ...input.proposal, paidWith: known };
  const taxRule = await mayBeNow(deps, proposal)
    ? await ruleOf(tx, deps, { proposal, customerId: before.customerId })
    : null;
  if (!taxRule) return null;
  const planned = await planCredits(tx, deps, { serviceId: before.id, proposal });
  const { service, replaced } = renewal
    ? await stageReplaced(tx, deps, { service: before, invoice: renewal })
    : { service: before, replaced: null };
  const change: Change = {
    ...input.change,
    status: "applied",
    newAnchorOn: proposal.newAnchorOn,
    invoiceId: null,
    validUntil: null,
    credits: planned.map(({ credit }) => credit),
    creditSteps: proposal.lines.map(creditStepOf),
    replaced,
    closedAt: isoNow(deps.clock),
  };
  addChange(tx, change);
  const { to, from, datacenterId, newAnchorOn } = change;
  const changedOn = dayOf(deps.clock.now());
  const after = stageTerms(tx, { service, terms: to, newAnchorOn, changedOn, invoiceId: null });
  if (from.planId !== to.planId) {
    await stageReturnStock(tx, deps, { planId: from.planId, datacenterId });
  }
  await stageCredits(tx, deps, change);
  await stageBilledAgain(tx, deps, change);
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "service.changed",
    subject: { kind: "service", id: before.id },
    before: { plan: before.plan, cycle: before.cycle, renewal: before.renewal },
    after: { plan: to.plan, cycle: to.cycle, renewal: to.renewal, credits: change.credits },
    requestId: input.requestId,
  });
  await stageChangedMails(tx, deps, { change, service: after });
  const sums = creditSums(planned, before.renewal.currency);
  const total = times(sums.total, -1);
  return {
    change,
    price: {
      nextDueOn: proposal.nextDueOn,
      startsNewTerm: newAnchorOn !== null,
      lines: proposal.lines.map(({ label, amount, basis, period }) => ({
        ...{ label, amount, basis: basis ?? { rule: "price" as const }, period: period ?? null },
      })),
      subtotal: times(sums.subtotal, -1),
      tax: times(sums.tax, -1),
      taxLabel: taxRule.label,
      pricesIncludeTax: taxRule.isInclusive,
      total,
      seen: toDecimal(total),
      validUntil: null,
      replaces: renewal?.number ?? null,
    },
  };
}

async function mayBeNow(deps: Deps, { trial }: Proposal): Promise<boolean> {
  return trial ? trial.mayBeNow : (await getSettings(deps, "billing")).returnsUnused;
}

/** The tax rule of the last invoice that was paid, `null` where none is known; the customer's in a trial. */
async function ruleOf(
  tx: Tx,
  deps: Deps,
  { proposal, customerId }: { proposal: Proposal; customerId: string },
): Promise<TaxRule | null> {
  if (proposal.trial) return (await customerTax(deps, { customerId })).rule;
  const [id] = proposal.paidWith;
  return id === undefined ? null : (await peekInvoice(tx, id))?.taxRule ?? null;
}
