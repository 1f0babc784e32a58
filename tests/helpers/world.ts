/**
 * A shop in the middle of its work: everybody is there, and the customer has orders in every state that this story
 * knows, with the invoices, services, proofs and mails that belong to them.
 */
import { getCatalog } from "@/domain/catalog/mod.ts";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { amountDue, invoiceSeals, readInvoice } from "@/domain/invoice/mod.ts";
import { createDraft, readDraftForStaff, saveDraft } from "@/domain/invoice_desk/mod.ts";
import { setLogo } from "@/domain/letterhead/mod.ts";
import { seedOnce } from "@/domain/operations/first_start.ts";
import { getOrder, type OrderForm, placeOrder } from "@/domain/order/mod.ts";
import { recordPayment, submitProof } from "@/domain/payment/mod.ts";
import { createPromotion } from "@/domain/promotion/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { adjustWallet } from "@/domain/wallet/mod.ts";
import { makeChainPayment } from "./chain_payment.ts";
import { makePeople, type People } from "./people.ts";
import { asFile, makePng } from "./pictures.ts";
import { makeStatements, type Statements } from "./statements.ts";

/** An order with what belongs to it. */
export interface WorldOrder {
  id: string;
  invoiceId: string;
  /** `null` until it is paid. */
  serviceId: string | null;
  hostname: string;
}

/** The shop. */
export interface World {
  people: People;
  /** The customer's orders. */
  orders: {
    /** With a proof of payment that nobody has looked at. */
    unpaid: WorldOrder & { proofId: string };
    /** Two more that wait for their payment. */
    waiting: WorldOrder;
    spare: WorldOrder;
    paid: WorldOrder;
    active: WorldOrder;
  };
  /** The code on the invoice of the unpaid order. */
  sealCode: string;
  /** A part of the spare order's invoice, taken back. */
  creditNoteId: string;
  /** A mail of the outbox. */
  mailId: string;
  /** A credit above the limit, which the staff member for billing has proposed. */
  approvalId: string;
  /** A draft for the customer. */
  draftId: string;
  statements: Statements;
  /** The waiting order's payment on a chain, with a transaction that staff have to look up. */
  chainPaymentId: string;
  /** A plan and an add-on of the catalogue. */
  planId: string;
  promotionId: string;
  addonId: string;
}

/** The password of the active service's machine. */
export const MACHINE_PASSWORD = "s3cret-of-the-machine";

/** A picture that can be told by its first bytes: one pixel as PNG. */
export const PROOF_PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=",
);

/** What a promotion's form holds. */
export const PROMOTION_FORM = {
  code: "WORLD10",
  name: "For the world",
  benefit: "percent",
  percent: "10",
  periods: "first",
  max_uses: "100",
  max_uses_per_customer: "1",
};

/** What a machine's form holds. */
export const MACHINE_FORM = {
  ip: "192.0.2.10",
  hostname: "active.example.com",
  username: "root",
  password: MACHINE_PASSWORD,
  port: "22",
  panel_url: "https://panel.example.com:8443/",
  notes: "Rack 7",
};

/** Seeds the shop and fills it. */
export async function makeWorld(deps: Deps): Promise<World> {
  unwrap(await seedOnce(deps));
  const people = await makePeople(deps);
  const catalog = await getCatalog(deps);
  const place = (name: string) => placeFor(deps, people, `${name}.example.com`);
  const orders = {
    unpaid: await place("unpaid"),
    waiting: await place("waiting"),
    spare: await place("spare"),
    paid: await payFor(deps, people, await place("paid")),
    active: await handOver(deps, people, await payFor(deps, people, await place("active"))),
  };
  const proof = unwrap(
    await submitProof(deps, {
      actor: people.customer.customer,
      invoiceId: orders.unpaid.invoiceId,
      file: proofFile(),
      reference: "TX 4711",
      note: "Paid this morning",
    }),
  );
  const unpaid = (await readInvoice(deps.kv, orders.unpaid.invoiceId))!;
  const { reference } = unpaid;
  const statements = await makeStatements(deps, { people, reference, due: amountDue(unpaid) });
  const world: World = {
    people,
    statements,
    orders: { ...orders, unpaid: { ...orders.unpaid, proofId: proof.proofId } },
    sealCode: (await invoiceSeals.read(deps.kv, orders.unpaid.invoiceId))!.code,
    creditNoteId: await creditPart(deps, people, orders.spare),
    mailId: await anyMail(deps),
    planId: catalog.plans[0]!.id,
    promotionId: await promote(deps, people),
    addonId: catalog.addons[0]!.id,
    approvalId: await proposeCredit(deps, people),
    draftId: await writeDraft(deps, people),
    chainPaymentId: await makeChainPayment(deps, {
      staff: people.owner.staff!,
      customer: people.customer.customer,
      invoiceId: orders.waiting.invoiceId,
    }),
  };
  const file = asFile(makePng([200, 50]));
  unwrap(await setLogo(deps, { actor: people.owner.staff!, file }));
  return world;
}

/** A proof of payment. */
export function proofFile(name = "proof.png"): File {
  return new File([PROOF_PNG], name, { type: "image/png" });
}

/** An order form for the first virtual server of the catalogue. */
export async function orderFormOf(
  deps: Deps,
  hostname: string,
): Promise<Record<string, string | string[]> & OrderForm> {
  const { plans } = await getCatalog(deps);
  const plan = plans.find(({ family }) => family === "vps")!;
  return {
    plan: plan.slug,
    cycle: "annual",
    datacenter: plan.datacenters[0]!,
    os: plan.os[0]!,
    panel: "none",
    hostname,
    addons: [],
    promo: "",
    payment_method: "bank_transfer",
    accept_terms: "on",
  };
}

/** What staff type to record the whole of what an order costs. */
export async function paymentFormOf(
  deps: Deps,
  invoiceId: string,
  reference: string,
): Promise<Record<string, string>> {
  const { total } = (await readInvoice(deps.kv, invoiceId))!;
  return {
    amount: toDecimal(total),
    currency: total.currency,
    method: "bank_transfer",
    reference,
    received_on: dayOf(deps.clock.now()),
  };
}

async function proposeCredit(deps: Deps, { billing, customer }: People): Promise<string> {
  const form = { direction: "credit", amount: "600.00", currency: "EUR", reason: "Goodwill" };
  const input = { actor: billing.staff!, accountId: customer.id, form };
  return unwrap(await adjustWallet(deps, input)).approvalId!;
}

async function writeDraft(deps: Deps, { billing, customer }: People): Promise<string> {
  const actor = billing.staff!;
  const { id } = unwrap(await createDraft(deps, { actor, customerId: customer.id }));
  const { version } = unwrap(await readDraftForStaff(deps, { viewer: actor, id }));
  const rows = { labels: ["Moving a server"], quantities: ["1"], units: ["120.00"] };
  const form = { ...rows, notes: "", dueOn: "", fromWallet: false };
  unwrap(await saveDraft(deps, { actor, id, version, form }));
  return id;
}

async function placeFor(deps: Deps, people: People, hostname: string): Promise<WorldOrder> {
  const form = await orderFormOf(deps, hostname);
  const placed = unwrap(await placeOrder(deps, { actor: people.customer.customer, form }));
  return { id: placed.orderId, invoiceId: placed.invoiceId, serviceId: null, hostname };
}

async function payFor(deps: Deps, people: People, order: WorldOrder): Promise<WorldOrder> {
  const actor = people.owner.staff!;
  const form = await paymentFormOf(deps, order.invoiceId, `TX ${order.hostname}`);
  unwrap(await recordPayment(deps, { actor, invoiceId: order.invoiceId, form }));
  const { serviceId } = unwrap(await getOrder(deps, { viewer: actor, id: order.id }));
  return { ...order, serviceId };
}

async function handOver(deps: Deps, people: People, order: WorldOrder): Promise<WorldOrder> {
  const actor = people.owner.staff!;
  unwrap(await activateService(deps, { actor, orderId: order.id, form: MACHINE_FORM }));
  return order;
}

async function creditPart(deps: Deps, people: People, order: WorldOrder): Promise<string> {
  const actor = people.owner.staff!;
  const { invoiceId } = order;
  const form = { amounts: ["5.00"], reason: "The machine came two days late" };
  return unwrap(await issueCreditNote(deps, { actor, invoiceId, ...form })).id;
}

async function promote(deps: Deps, people: People): Promise<string> {
  const actor = people.owner.staff!;
  return unwrap(await createPromotion(deps, { actor, form: PROMOTION_FORM })).promotionId;
}

async function anyMail(deps: Deps): Promise<string> {
  for await (const { key } of deps.kv.list({ prefix: ["mails"] }, { limit: 1 })) {
    return String(key[1]);
  }
  throw new Error("no mail in the outbox");
}
