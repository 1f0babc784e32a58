/**
 * Asking for another plan or term. The preview runs the very commit that the request makes and drops it, so that the two
 * can't differ; the request names the total that was seen, and is refused if a day has passed since and it isn't the same.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getCatalog, type OutOfStock, stageTakeStock } from "@/domain/catalog/mod.ts";
import { type AccountView, getAccount } from "@/domain/customer/mod.ts";
import { type Invoice, INVOICE_LANE, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import { checkService, readService, type Service } from "@/domain/service/mod.ts";
import { type CustomerActor, mayUse } from "@/domain/shared/actor.ts";
import { dayOf, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import {
  type Conflict,
  type ErrorOf,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import type { Change } from "./model.ts";
import { type Place, placeOf } from "./place.ts";
import { type Proposal, proposeChange } from "./propose.ts";
import { addChange, getOpenId } from "./repo.ts";
import type { ChangePreviewView } from "./view.ts";

/** How long the price of a request holds. */
const VALID_DAYS = 3;

/** What is asked for. */
export interface RequestChangeInput {
  actor: CustomerActor;
  serviceId: string;
  plan: string;
  cycle: string;
  requestId?: string;
}

/** The service isn't running, is to end, has an open invoice, or a change that isn't through. */
export interface NotChangeable extends Failure {
  readonly code: "not_changeable";
  readonly why: "not_active" | "cancelled" | "unpaid" | "change_open";
}

/** Why there is no change; messages are beside `plan` and `cycle`. */
export type ChangeError = ValidationError | NotFound | NotChangeable | OutOfStock;

interface Requested {
  change: Change;
  proposal: Proposal;
  invoice: Invoice;
}

interface Asked {
  account: AccountView;
  place: Place;
}

/** What the change would cost if it was asked for now, for those who may see prices. Writes nothing. */
export async function previewChange(
  deps: Deps,
  input: RequestChangeInput,
): Promise<Result<ChangePreviewView, ChangeError | Conflict>> {
  const asked = await readAsked(deps, input);
  if (!asked) return notFound();
  const dropped = await transact(deps, async (tx) => {
    const staged = await stageRequest(tx, deps, { ...input, ...asked });
    return staged.ok ? fail({ code: "previewed", preview: toPreview(staged.value) }) : staged;
  });
  if (dropped.ok) throw new Error("a preview was committed");
  return dropped.error.code === "previewed" ? ok(dropped.error.preview) : fail(dropped.error);
}

/**
 * Requests the change and issues its invoice, which holds for three days; needs the right to order as well. With `fromWallet` it is
 * paid from there at once, as far as that goes. `seen` is the total of the preview, `12.34`.
 */
export async function requestChange(
  deps: Deps,
  input: RequestChangeInput & { seen: string; fromWallet: boolean },
): Promise<Result<{ changeId: string; invoiceId: string }, ChangeError | Conflict>> {
  const asked = mayUse(input.actor, "orders") ? await readAsked(deps, input) : null;
  if (!asked) return notFound();
  return await transact(deps, async (tx) => {
    const staged = await stageRequest(tx, deps, { ...input, ...asked });
    if (!staged.ok) return staged;
    const { change, invoice } = staged.value;
    if (toDecimal(invoice.total) !== input.seen) {
      return invalid({ "": "The price is another one by now. Look at it again." });
    }
    return ok({ changeId: change.id, invoiceId: invoice.id });
  }, { lane: INVOICE_LANE });
}

async function readAsked(
  deps: Deps,
  { actor, serviceId }: RequestChangeInput,
): Promise<Asked | null> {
  if (!isId("svc", serviceId) || !mayUse(actor, "billing")) return null;
  const service = await readService(deps.kv, serviceId);
  if (service?.customerId !== actor.id) return null;
  const [account, place] = await Promise.all([getAccount(deps, actor.id), placeOf(deps, service)]);
  return account && place && { account, place };
}

/** Checks service, open change, change, stock, the number of the invoice, and the job that settles it. */
async function stageRequest(
  tx: Tx,
  deps: Deps,
  input: RequestChangeInput & Asked & { fromWallet?: boolean },
): Promise<Result<Requested, ChangeError>> {
  const { actor, serviceId, place, account } = input;
  const service = await checkService(tx, serviceId);
  if (!service) return notFound();
  const why = whyNot(service) ?? (await getOpenId(tx, serviceId) === null ? null : "change_open");
  if (why) return fail({ code: "not_changeable", why });
  const now = deps.clock.now();
  const catalog = await getCatalog(deps);
  const proposed = proposeChange({ ...input, service, catalog, today: dayOf(now) });
  if (!proposed.ok) return proposed;
  const { to, lines, balance, newAnchorOn } = proposed.value;
  if (balance.minor <= 0) return invalid({ plan: CHEAPER });
  if (to.planId !== place.planId) {
    const taken = await stageTakeStock(tx, deps, { ...place, planId: to.planId });
    if (!taken.ok) return taken;
  }
  const validUntil = now.add({ hours: VALID_DAYS * 24 });
  const invoice = await stageIssueInvoice(tx, deps, {
    kind: "change",
    customer: account,
    serviceId,
    lines,
    at: now,
    payBy: validUntil,
    fromWallet: input.fromWallet,
  });
  const { plan, planName, cycle } = service;
  const change: Change = {
    schemaVersion: 1,
    id: deps.ids.next("chg"),
    serviceId,
    customerId: service.customerId,
    status: "requested",
    from: { planId: place.planId, plan, planName, cycle },
    to,
    datacenterId: place.datacenterId,
    newAnchorOn,
    invoiceId: invoice.id,
    requestedAt: toIso(now),
    validUntil: toIso(validUntil),
    closedAt: null,
  };
  addChange(tx, change);
  stageAudit(tx, deps, {
    actor,
    action: "service.change_requested",
    subject: { kind: "service", id: serviceId },
    before: { plan, cycle, renewal: service.renewal },
    after: { plan: to.plan, cycle: to.cycle, renewal: to.renewal, invoiceId: invoice.id },
    requestId: input.requestId,
  });
  return ok({ change, proposal: proposed.value, invoice });
}

const CHEAPER =
  "This costs less than what is paid already. Let it come with the next term instead.";

function whyNot(service: Service): NotChangeable["why"] | null {
  if (service.status !== "active") return "not_active";
  if (service.cancellation !== null) return "cancelled";
  return service.billedPeriods > service.paidPeriods ? "unpaid" : null;
}

function toPreview({ change, proposal, invoice }: Requested): ChangePreviewView {
  const { lines, subtotal, tax, total, taxRule } = invoice;
  return {
    plan: change.to.plan,
    planName: change.to.planName,
    cycle: change.to.cycle,
    renewal: change.to.renewal,
    nextDueOn: proposal.nextDueOn,
    startsNewTerm: change.newAnchorOn !== null,
    lines: lines.map(({ label, amount, basis, period }) => ({ label, amount, basis, period })),
    subtotal,
    tax,
    taxLabel: taxRule.label,
    total,
    seen: toDecimal(total),
    validUntil: change.validUntil,
  };
}

/** The errors of a request, for pages that explain them. */
export type RequestChangeError = ErrorOf<Awaited<ReturnType<typeof requestChange>>>;
