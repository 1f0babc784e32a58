/**
 * A customer's whole life: they order, pay in every way, change, promise, are credited and paid out, end their service for
 * real, take a copy and go. Every trace of them in the whole store is looked for afterwards.
 */
import { expect } from "expect";
import { unzipSync } from "fflate";
import { decideApproval } from "@/domain/approval/mod.ts";
import { cancelService, promisePayment } from "@/domain/billing/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { previewChange, requestChange } from "@/domain/change/mod.ts";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { bookChainMoney } from "@/domain/crypto/mod.ts";
import { findAccountByEmail, updateProfile } from "@/domain/customer/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { listBalances } from "@/domain/ledger/mod.ts";
import { placeOrder } from "@/domain/order/mod.ts";
import { submitProof } from "@/domain/payment/mod.ts";
import { COLLECTIONS, RETAINED_PREFIXES } from "@/domain/privacy/collections.ts";
import { idsOfAccount } from "@/domain/privacy/ids_of_account.ts";
import {
  downloadExport,
  endRetention,
  listErasures,
  planErasure,
  requestErasure,
  requestExport,
} from "@/domain/privacy/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { logIn, resolveSession, type SignedIn, signUp } from "@/domain/session/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { bookLine } from "@/domain/statement/mod.ts";
import { changeTerms, setWalletPayment } from "@/domain/terms/mod.ts";
import {
  adjustmentEffect,
  adjustWallet,
  noteRefundSent,
  refundWallet,
  requestTopUp,
} from "@/domain/wallet/mod.ts";
import { makeChainPayment } from "@/tests/helpers/chain_payment.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { PASSWORD } from "@/tests/helpers/people.ts";
import {
  MACHINE_FORM,
  makeWorld,
  orderFormOf,
  proofFile,
  type World,
} from "@/tests/helpers/world.ts";
import { renewalsOf, runHours, runNow, runUntil, serviceOf } from "../billing/helpers.ts";
import { allLines, camtOf, importFile, openBank, setLimit } from "../statement/desk.ts";
import { strangersIn, tracesOf } from "./traces.ts";

const CLIENT = { ip: "203.0.113.88", userAgent: "Mozilla/5.0 (BrunoBrowser 88)" };
const TXID = "c0ffee15".repeat(8);
const IBAN = "NL91ABNA0417164300";
/** Words that are on nobody else. */
const WORDS = [
  "kolbenring",
  "ventilgasse",
  "203.0.113.88",
  "brunobrowser",
  "nockenwelle",
  IBAN,
  TXID,
];

interface Bruno {
  actor: CustomerActor;
  email: string;
  serviceId: string;
}

async function begin(deps: TestDeps, world: World): Promise<Bruno> {
  const email = "bruno@kolbenring.example";
  const name = "Bruno Kolbenring";
  unwrap(await signUp(deps, { name, email, password: PASSWORD, ...CLIENT }));
  const actor: CustomerActor = {
    kind: "customer",
    id: (await findAccountByEmail(deps, email))!.id,
  };
  const form = { name, company: "", address: "Ventilgasse 8", phone: "", country: "DE" };
  unwrap(await updateProfile(deps, { actor, form: { ...form, tax_number: "" } }));
  const hostname = "nockenwelle.example";
  const orderForm = { ...await orderFormOf(deps, hostname), plan: "vps-start", cycle: "monthly" };
  const { orderId, invoiceId } = unwrap(await placeOrder(deps, { actor, form: orderForm }));
  const proof = { file: proofFile("kolbenring.png"), reference: "Kolbenring", note: "" };
  unwrap(await submitProof(deps, { actor, invoiceId, ...proof }));
  await transfer(deps, invoiceId);
  const staff = world.people.owner.staff!;
  const machine = { ...MACHINE_FORM, hostname, notes: "Rack of Kolbenring" };
  const { serviceId } = unwrap(
    await activateService(deps, { actor: staff, orderId, form: machine }),
  );
  return { actor, email, serviceId };
}

/** A transfer that the bank's statement brings, with the invoice's reference. */
async function transfer(deps: TestDeps, invoiceId: string): Promise<void> {
  const { total, paid, reference, number } = (await readInvoice(deps.kv, invoiceId))!;
  const amount = { ...total, minor: total.minor - paid.minor };
  const day = deps.clock.now().toString().slice(0, 10);
  const line = { amount, text: reference, bankId: `B-${number}`, name: "B Kolbenring", iban: IBAN };
  await importFile(deps, camtOf([{ ...line, day }]));
}

/** Everything that moves money in other ways. */
async function spend(deps: TestDeps, { people }: World, { actor, email, serviceId }: Bruno) {
  const [owner, billing] = [people.owner.staff!, people.billing.staff!];
  unwrap(await setWalletPayment(deps, { actor, paysFromWallet: false }));
  unwrap(
    await changeTerms(deps, { actor: owner, customerId: actor.id, form: { grace_days: "9" } }),
  );
  const { invoiceId } = unwrap(
    await requestTopUp(deps, { actor, amount: "50.00", currency: "EUR" }),
  );
  const chainId = await makeChainPayment(deps, {
    staff: owner,
    customer: actor,
    invoiceId,
    txid: TXID,
  });
  const named = { actor: billing, id: chainId, key: TXID, amount: "50.00" };
  unwrap(await bookChainMoney(deps, named));
  const gift = {
    amount: { minor: 700, currency: "EUR" },
    text: "Guthaben Kolbenring",
    bankId: "W",
  };
  await importFile(deps, camtOf([{ ...gift, name: "B Kolbenring", iban: IBAN }]));
  const line = (await allLines(deps)).find(({ line }) => line.bankId === "W")!;
  const parts = [{ target: email, amount: "7.00" }];
  unwrap(await bookLine(deps, { actor: billing, lineId: line.id, parts }));
  const reason = "For Bruno Kolbenring";
  const form = { direction: "credit", amount: "30.00", currency: "EUR", reason };
  await setLimit(deps, "20.00");
  const asked = unwrap(await adjustWallet(deps, { actor: billing, accountId: actor.id, form }));
  unwrap(
    await decideApproval(deps, {
      actor: owner,
      id: asked.approvalId!,
      decision: "approve",
      note: "",
      effects: { adjustment: adjustmentEffect },
    }),
  );
  await setLimit(deps, "100000.00");
  const wanted = { actor, serviceId, plan: "vps-grow", cycle: "monthly" };
  const { now } = unwrap(await previewChange(deps, wanted));
  const change = { ...wanted, when: "now" as const, seen: now!.seen, fromWallet: true };
  unwrap(await requestChange(deps, change));
  await runNow(deps);
}

/** The next term is billed and promised, paid late and partly credited; then the service ends. */
async function end(deps: TestDeps, { people }: World, { actor, serviceId }: Bruno) {
  await runUntil(deps, "2026-04-03");
  const [renewal] = await renewalsOf(deps, serviceId);
  unwrap(await promisePayment(deps, { actor, invoiceId: renewal!.id, payOn: "2026-04-06" }));
  await runUntil(deps, "2026-04-06");
  await transfer(deps, renewal!.id);
  const billing = people.billing.staff!;
  const credit = { invoiceId: renewal!.id, amounts: ["1.00"], reason: "Late for Kolbenring" };
  unwrap(await issueCreditNote(deps, { actor: billing, ...credit }));
  const form = { when: "now", reason: "Kolbenring moves out", understood: "on" };
  unwrap(await cancelService(deps, { actor, serviceId, form }));
  await runHours(deps, 4);
  expect(await serviceOf(deps, serviceId)).toMatchObject({ status: "terminated" });
  for (const balance of await listBalances(deps, { accountId: actor.id })) {
    const refund = {
      amount: toDecimal(balance),
      currency: "EUR",
      method: "bank_transfer",
      destination: `B. Kolbenring, ${IBAN}`,
      reason: "All of it to Kolbenring",
    };
    const asked = { actor: people.owner.staff!, accountId: actor.id, form: refund };
    const booked = unwrap(await refundWallet(deps, asked));
    if (booked.approvalId !== null) throw new Error("the refund is above the limit");
    unwrap(
      await noteRefundSent(deps, { actor: billing, id: booked.id, reference: "KOLBENRING-OUT" }),
    );
  }
}

async function signIn(deps: TestDeps, { email }: Bruno): Promise<SignedIn> {
  const loggedIn = unwrap(await logIn(deps, { email, password: PASSWORD, ...CLIENT }));
  return (await resolveSession(deps, (loggedIn as { cookieToken: string }).cookieToken))!;
}

/** The nouns of the copy, each with its rows. */
async function copyOf(deps: TestDeps, signedIn: SignedIn): Promise<Record<string, object[]>> {
  const input = { signedIn, client: CLIENT, password: PASSWORD };
  unwrap(await requestExport(deps, input));
  await runNow(deps);
  const { stream } = unwrap(await downloadExport(deps, input));
  const files = unzipSync(new Uint8Array(await new Response(stream).arrayBuffer()));
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => path.startsWith("data/")).map(([path, bytes]) => [
      path.slice("data/".length, -".json".length),
      JSON.parse(new TextDecoder().decode(bytes)),
    ]),
  );
}

async function live(deps: TestDeps): Promise<{ world: World; bruno: Bruno }> {
  const world = await makeWorld(deps);
  await openBank(deps);
  const bruno = await begin(deps, world);
  await spend(deps, world, bruno);
  await end(deps, world, bruno);
  return { world, bruno };
}

Deno.test("whatever is stored of a customer is in the copy of their data, or there is a reason", async () => {
  await using deps = await makeDeps();
  const { bruno } = await live(deps);
  const signedIn = await signIn(deps, bruno);
  const stored = await tracesOf(deps, await idsOfAccount(deps, bruno.actor.id));

  const copy = await copyOf(deps, signedIn);

  expect(await strangersIn(deps, bruno.actor.id)).toEqual([]);
  // The nouns of whatever is stored have something to say.
  const nouns = new Set([...stored.keys()].flatMap((name) => COLLECTIONS.get(name)?.part ?? []));
  for (const noun of ["chain_payments", "bank_lines", "approvals", "plan_changes", "terms"]) {
    expect(nouns).toContain(noun);
  }
  for (const noun of [...nouns, "payment_promises"]) {
    expect([noun, copy[noun]!.length > 0]).toEqual([noun, true]);
  }
  expect(copy.payer_accounts).toEqual([{ iban: IBAN }]);
  expect(copy.terms).toMatchObject([{ paysFromWallet: false, graceDays: 9 }]);
  expect(copy.payment_promises).toMatchObject([{ payOn: "2026-04-06" }]);
  expect(copy.plan_changes).toMatchObject([{ status: "applied", planName: "VPS Grow" }]);
  expect(copy.approvals).toMatchObject([{ kind: "adjustment", status: "approved" }]);
  expect(copy.chain_payments).toMatchObject([{ claims: [{ txid: TXID }] }]);
  expect(copy.services).toMatchObject([{ cancelReason: "Kolbenring moves out" }]);
  const text = JSON.stringify(copy).toLowerCase();
  for (const word of ["ventilgasse", "nockenwelle", IBAN, TXID, "late for kolbenring"]) {
    expect([word, text.includes(word.toLowerCase())]).toEqual([word, true]);
  }
  expect(copy.bank_lines).toHaveLength(3);
  expect(copy.payments).toHaveLength(4);
});

Deno.test("after a whole life and its end nothing but what is named as kept holds the person, and then nothing at all", async () => {
  await using deps = await makeDeps();
  const { world, bruno } = await live(deps);
  const signedIn = await signIn(deps, bruno);
  const ids = await idsOfAccount(deps, bruno.actor.id);
  const before = await tracesOf(deps, WORDS);
  for (const name of ["services", "orders", "mails", "audit_events", "chain_payments"]) {
    expect(before.has(name)).toBe(true);
  }

  expect(unwrap(await planErasure(deps, { viewer: bruno.actor }))).toMatchObject({
    obstacles: [],
    keptUntil: "2036-12-31",
  });
  unwrap(await requestErasure(deps, { signedIn, client: CLIENT, password: PASSWORD, code: "" }));
  deps.clock.advance({ hours: 14 * 24, seconds: 1 });
  await runNow(deps);

  const [report] = unwrap(await listErasures(deps, { viewer: world.people.owner.staff! })).items;
  expect(report).toMatchObject({ state: "done", unexpected: {}, retainedUntil: "2036-12-31" });
  const after = await tracesOf(deps, WORDS);
  expect([...after.keys()].filter((name) => !RETAINED_PREFIXES.includes(name))).toEqual([]);
  for (
    const name of ["invoices", "payments", "chain_payments", "statement_lines", "wallet_refunds"]
  ) {
    expect([name, after.has(name)]).toEqual([name, true]);
  }
  const linked = await tracesOf(deps, ids);
  const removed = [...linked.keys()].filter((name) => COLLECTIONS.get(name)?.ending === "removed");
  expect(removed).toEqual([]);
  unwrap(await verifyBooks(deps));

  deps.clock.set("2037-01-01T00:00:00Z");
  await endRetention(deps);

  expect([...(await tracesOf(deps, WORDS)).keys()]).toEqual([]);
  unwrap(await verifyBooks(deps));
});
