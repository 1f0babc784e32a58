/**
 * Asking for another plan or term, at once or from the next term on. The preview runs the very commit that the request makes
 * and drops it, so that the two can't differ; a request that costs something names the total that was seen, and is refused if
 * a day has passed since and it isn't the same.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { type Invoice, INVOICE_LANE, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import { maySpend } from "@/domain/shared/actor.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { type Conflict, fail, invalid, notFound, ok, type Result } from "@/domain/shared/result.ts";
import {
  admit,
  type Admitted,
  type Asked,
  type ChangeError,
  type ChangeTime,
  type PreviewChangeInput,
  readAsked,
} from "./admit_change.ts";
import { stageCheaper } from "./make_cheaper.ts";
import type { Change } from "./model.ts";
import { stageReplaced } from "./replace_renewal.ts";
import { addChange } from "./repo.ts";
import { stageScheduled } from "./schedule_change.ts";
import type { ChangePreviewView, ChangePriceView } from "./view.ts";

/** How long the price of a request holds. */
const VALID_DAYS = 3;

/** What is requested. */
export interface RequestChangeInput extends PreviewChangeInput {
  when: ChangeTime;
  /** The total of the preview, `12.34`, for a change at once. */
  seen: string;
  /** Pay from the wallet at once, as far as that goes. */
  fromWallet: boolean;
  requestId?: string;
}

/** What the change would come to if it was asked for now, for those who may see prices. Writes nothing. */
export async function previewChange(
  deps: Deps,
  input: PreviewChangeInput,
): Promise<Result<ChangePreviewView, ChangeError | Conflict>> {
  const asked = await readAsked(deps, input);
  if (!asked) return notFound();
  const dropped = await transact(deps, async (tx) => {
    const admitted = await admit(tx, deps, { ...input, ...asked });
    if (!admitted.ok) return admitted;
    const { isBilled, renewal } = admitted.value;
    const mayBeNow = !isBilled || renewal !== null;
    const now = mayBeNow
      ? await stageNow(tx, deps, { ...input, ...asked, ...admitted.value })
      : null;
    return fail({ code: "previewed", preview: toPreview(admitted.value, now?.price ?? null) });
  });
  if (dropped.ok) throw new Error("a preview was committed");
  return dropped.error.code === "previewed" ? ok(dropped.error.preview) : fail(dropped.error);
}

/**
 * Requests the change; needs the right to order as well. At once, its invoice is issued and holds for three days; with the
 * next term, nothing is to be paid, and what is open for that term is billed anew.
 */
export async function requestChange(
  deps: Deps,
  input: RequestChangeInput,
): Promise<Result<{ changeId: string; invoiceId: string | null }, ChangeError | Conflict>> {
  const asked = maySpend(input.actor, "orders") ? await readAsked(deps, input) : null;
  if (!asked) return notFound();
  return await transact(deps, async (tx) => {
    const admitted = await admit(tx, deps, { ...input, ...asked });
    if (!admitted.ok) return admitted;
    const all = { ...input, ...asked, ...admitted.value };
    if (input.when === "next_term") {
      const change = await stageScheduled(tx, deps, all);
      if (!change) return fail({ code: "not_changeable", why: "billed_together" });
      return ok({ changeId: change.id, invoiceId: null });
    }
    const made = await stageNow(tx, deps, all);
    if (!made) return invalid({ plan: all.proposal.trial ? NOT_TRIED : CHEAPER });
    if (made.price.seen !== input.seen) {
      return invalid({ "": "The price is another one by now. Look at it again." });
    }
    return ok({ changeId: made.change.id, invoiceId: made.change.invoiceId });
  }, { lane: INVOICE_LANE });
}

const CHEAPER =
  "This costs less than what is paid already. Let it come with the next term instead.";

const NOT_TRIED = "This plan has no free trial. Let it come with the first term instead.";

/** What a change at once is staged from. */
type NowInput = PreviewChangeInput & Asked & Admitted & {
  fromWallet?: boolean;
  requestId?: string;
};

/** The change at once with its invoice, or made with its credit notes; `null` where it has to wait for the next term. */
function stageNow(
  tx: Tx,
  deps: Deps,
  input: NowInput,
): Promise<{ change: Change; price: ChangePriceView } | null> {
  return input.proposal.balance.minor > 0
    ? stageDearer(tx, deps, input)
    : stageCheaper(tx, deps, input);
}

/** Checks the change, and the number of the invoice. */
async function stageDearer(
  tx: Tx,
  deps: Deps,
  input: NowInput,
): Promise<{ change: Change; price: ChangePriceView }> {
  const { account, proposal, renewal, service } = input;
  const now = deps.clock.now();
  const validUntil = now.add({ hours: VALID_DAYS * 24 });
  const invoice = await stageIssueInvoice(tx, deps, {
    kind: "change",
    customer: account,
    serviceId: service.id,
    lines: proposal.lines,
    at: now,
    payBy: validUntil,
    fromWallet: input.fromWallet,
  });
  const replaced = renewal && await stageReplaced(tx, deps, { service, invoice: renewal });
  const change: Change = {
    ...input.change,
    status: "requested",
    newAnchorOn: proposal.newAnchorOn,
    invoiceId: invoice.id,
    validUntil: toIso(validUntil),
    credits: [],
    creditSteps: [],
    replaced: replaced?.replaced ?? null,
  };
  addChange(tx, change);
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "service.change_requested",
    subject: { kind: "service", id: service.id },
    before: { plan: service.plan, cycle: service.cycle, renewal: service.renewal },
    after: {
      plan: change.to.plan,
      cycle: change.to.cycle,
      renewal: change.to.renewal,
      invoiceId: invoice.id,
    },
    requestId: input.requestId,
  });
  return { change, price: toPrice(input, invoice) };
}

function toPreview(
  { service, proposal: { trial }, change: { to } }: Admitted,
  now: ChangePriceView | null,
): ChangePreviewView {
  const { plan, planName, cycle, renewal } = to;
  return {
    plan,
    planName,
    cycle,
    renewal,
    now,
    isOnTrial: trial !== null,
    nextTermOn: service.nextDueOn!,
  };
}

function toPrice({ proposal, renewal }: Admitted, invoice: Invoice): ChangePriceView {
  const { lines, subtotal, tax, total, taxRule, dueOn } = invoice;
  return {
    nextDueOn: proposal.nextDueOn,
    startsNewTerm: proposal.newAnchorOn !== null,
    lines: lines.map(({ label, amount, basis, period }) => ({ label, amount, basis, period })),
    subtotal,
    tax,
    taxLabel: taxRule.label,
    pricesIncludeTax: taxRule.isInclusive,
    total,
    seen: toDecimal(total),
    validUntil: dueOn,
    replaces: renewal?.number ?? null,
  };
}
