/** The end of an account: who may ask, what stands in the way, what is gone afterwards, and what is kept until when. */
import { expect } from "expect";
import { decideApproval } from "@/domain/approval/mod.ts";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import {
  createDraft,
  noteInvoice,
  readDraftForStaff,
  saveDraft,
} from "@/domain/invoice_desk/mod.ts";
import {
  adjustmentEffect,
  adjustWallet,
  noteRefundSent,
  refundWallet,
} from "@/domain/wallet/mod.ts";
import { findAccountByEmail, readAccount, updateProfile } from "@/domain/customer/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { placeOrder } from "@/domain/order/mod.ts";
import { cancelOrder } from "@/domain/order/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { submitProof } from "@/domain/payment/mod.ts";
import {
  endRetention,
  listErasures,
  planErasure,
  requestErasure,
  requestExport,
} from "@/domain/privacy/mod.ts";
import { eraseAccount } from "@/domain/privacy/erase_account.ts";
import { logIn, requestEmailChange, resolveSession, signUp } from "@/domain/session/mod.ts";
import { addJob } from "@/tests/domain/job/helpers.ts";
import { stageLink } from "@/domain/link/mod.ts";
import { stageNewInvitation } from "@/domain/invitation/repo.ts";
import { setTaxExemption } from "@/domain/tax/mod.ts";
import { stageMember } from "@/domain/team/mod.ts";
import { namesAddress } from "@/domain/shared/erasing.ts";
import { transact } from "@/domain/shared/kv.ts";
import { sendContactMessage } from "@/domain/ticket/mod.ts";
import type { CustomerActor, CustomerRight, VisitorActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { PASSWORD } from "@/tests/helpers/people.ts";
import {
  makeWorld,
  orderFormOf,
  paymentFormOf,
  proofFile,
  type World,
} from "@/tests/helpers/world.ts";
import { recordPayment } from "@/domain/payment/mod.ts";

/** Somebody whose every trace can be told from everybody else's. */
const GRETA = {
  name: "Greta Zylinderkopf",
  email: "greta@zylinder.example",
  company: "Zylinderkopf Werke",
  street: "Kurbelwellenweg 7",
  phone: "+49 7777 123456",
  taxNumber: "DE777123778",
  ip: "203.0.113.77",
  userAgent: "Mozilla/5.0 (GretaBrowser 77; X11)",
  hostname: "pleuelstange.example",
};
const CLIENT = { ip: GRETA.ip, userAgent: GRETA.userAgent };
const NEEDLES = [
  "zylinder",
  "kurbelwellenweg",
  "7777 123456",
  "de777123778",
  "203.0.113.77",
  "gretabrowser",
  "pleuelstange",
  "quittung",
];

interface Greta {
  id: string;
  actor: CustomerActor;
  session: string;
}

/** An account with all that this story can leave behind, and nothing in the way of its end. */
async function makeGreta(deps: TestDeps, world: World): Promise<Greta> {
  const signedUp = unwrap(
    await signUp(
      deps,
      {
        name: GRETA.name,
        email: GRETA.email,
        password: PASSWORD,
        ...CLIENT,
      } as Parameters<typeof signUp>[1],
    ),
  );
  const { id } = (await findAccountByEmail(deps, GRETA.email))!;
  const actor: CustomerActor = { kind: "customer", id };
  unwrap(
    await updateProfile(deps, {
      actor,
      form: {
        name: GRETA.name,
        company: GRETA.company,
        address: GRETA.street,
        phone: GRETA.phone,
        tax_number: GRETA.taxNumber,
        country: "DE",
      },
    }),
  );
  const exempter = world.people.owner.staff!;
  const exemption = { reason: "Member of the Zylinderkopf embassy.", certificate: "Zylinder 1" };
  unwrap(await setTaxExemption(deps, { actor: exempter, accountId: id, form: exemption }));
  await logIn(deps, { email: GRETA.email, password: "wrong password", ...CLIENT });
  const form = await orderFormOf(deps, GRETA.hostname);
  const cancelled = unwrap(await placeOrder(deps, { actor, form }));
  unwrap(
    await submitProof(deps, {
      actor,
      invoiceId: cancelled.invoiceId,
      file: proofFile("quittung-greta.png"),
      reference: "Zylinderkopf 1",
      note: "From Greta Zylinderkopf",
    }),
  );
  unwrap(
    await cancelOrder(deps, {
      actor: world.people.owner.staff!,
      id: cancelled.orderId,
      reason: "Asked by Greta Zylinderkopf",
    }),
  );
  const paid = unwrap(
    await placeOrder(deps, { actor, form: { ...form, hostname: `two.${GRETA.hostname}` } }),
  );
  unwrap(
    await recordPayment(deps, {
      actor: world.people.owner.staff!,
      invoiceId: paid.invoiceId,
      form: await paymentFormOf(deps, paid.invoiceId, "ZYLINDERKOPF QUITTUNG"),
    }),
  );
  await bookOnWallet(deps, world, { accountId: id, invoiceId: paid.invoiceId });
  await terminateServices(deps, id);
  await write(deps, { actor, email: GRETA.email });
  await write(deps, { actor, email: "elsewhere@example.com" });
  await write(deps, { actor: { kind: "visitor", id: "visitor" }, email: GRETA.email });
  await plantLeftovers(deps, id, world);
  const session = signedUp.cookieToken;
  const signedIn = (await resolveSession(deps, session))!;
  const wanted = { email: "neu@zylinder.example", password: PASSWORD, code: "" };
  unwrap(await requestEmailChange(deps, { signedIn, client: CLIENT, form: wanted }));
  unwrap(await requestExport(deps, { signedIn, client: CLIENT }));
  await runDueJobs(deps, { handlers: jobHandlers });
  return { id, actor, session };
}

/** A credit note, a gift, a payout and notes of staff, of which nothing is left in the wallet. */
async function bookOnWallet(
  deps: TestDeps,
  { people }: World,
  { accountId, invoiceId }: { accountId: string; invoiceId: string },
): Promise<void> {
  const actor = people.billing.staff!;
  const reason = "Agreed with Greta Zylinderkopf.";
  unwrap(await issueCreditNote(deps, { actor, invoiceId, amounts: ["1.00"], reason }));
  const gift = { direction: "credit", amount: "2.00", currency: "EUR", reason };
  unwrap(await adjustWallet(deps, { actor, accountId, form: gift }));
  const asked = { ...gift, amount: "900.00" };
  const { approvalId } = unwrap(await adjustWallet(deps, { actor, accountId, form: asked }));
  const effects = { adjustment: adjustmentEffect };
  const decision = { actor: people.owner.staff!, id: approvalId!, decision: "reject" } as const;
  unwrap(await decideApproval(deps, { ...decision, note: "Zylinderkopf again?", effects }));
  const form = {
    amount: "3.00",
    currency: "EUR",
    method: "bank_transfer",
    destination: "G. Zylinderkopf, DE777123778",
    reason,
  };
  const { id } = unwrap(await refundWallet(deps, { actor, accountId, form }));
  unwrap(await noteRefundSent(deps, { actor, id, reference: "ZYLINDERKOPF-OUT" }));
  unwrap(await noteInvoice(deps, { actor, invoiceId, text: reason }));
  const draft = unwrap(await createDraft(deps, { actor, customerId: accountId })).id;
  const { version } = unwrap(await readDraftForStaff(deps, { viewer: actor, id: draft }));
  const rows = { labels: ["For Greta Zylinderkopf"], quantities: ["1"], units: ["5"] };
  const written = { ...rows, notes: "", dueOn: "", fromWallet: false };
  unwrap(await saveDraft(deps, { actor, id: draft, version, form: written }));
}

/** A message to the company: of somebody signed in, or of anybody who gives the address. */
async function write(
  deps: Deps,
  { actor, email }: { actor: CustomerActor | VisitorActor; email: string },
): Promise<void> {
  const subject = `From Zylinderkopf, ${actor.kind}`;
  const form = { name: GRETA.name, email, subject, message: "I am Greta Zylinderkopf." };
  unwrap(await sendContactMessage(deps, { actor, ip: GRETA.ip, form }));
}

/** What is there for a while only, in many hands: a job, a link, an invitation, a membership. */
async function plantLeftovers(deps: TestDeps, id: string, world: World): Promise<void> {
  await addJob(deps, { id: "note:1", payload: { about: `${GRETA.name} <${GRETA.email}>` } });
  const now = deps.clock.now();
  const rights: CustomerRight[] = ["billing"];
  const customerId = world.people.otherCustomer.id;
  unwrap(
    await transact(deps, async (tx) => {
      await stageLink(tx, deps, {
        purpose: "change_email",
        subject: id,
        data: { newEmail: "neu@zylinder.example" },
        lifetimeMinutes: 60 * 24 * 60,
      });
      stageNewInvitation(tx, {
        schemaVersion: 1,
        id: deps.ids.next("ivt"),
        kind: "member",
        email: GRETA.email,
        invitedBy: customerId,
        customerId,
        rights,
        createdAt: now.toString(),
        expiresAt: now.add({ hours: 72 }).toString(),
      });
      const addedAt = now.toString();
      stageMember(tx, { schemaVersion: 1, customerId, personId: id, rights, addedAt });
      stageMember(tx, { schemaVersion: 1, customerId: id, personId: customerId, rights, addedAt });
      return ok(undefined);
    }),
  );
}

/** There is no use-case for it yet: services end with their machines. */
async function terminateServices(deps: Deps, customerId: string): Promise<void> {
  const prefix = ["services_by_customer", customerId];
  for await (const { value } of deps.kv.list<string>({ prefix })) {
    const { value: service } = await deps.kv.get<{ status: string }>(["services", value]);
    await deps.kv.set(["services", value], { ...service, status: "terminated" });
    await deps.kv.delete(["services_by_customer_status", customerId, service!.status, value]);
    await deps.kv.set(["services_by_customer_status", customerId, "terminated", value], value);
  }
}

async function ask(deps: Deps, greta: Greta, password = PASSWORD) {
  const signedIn = (await resolveSession(deps, greta.session))!;
  return await requestErasure(deps, { signedIn, client: CLIENT, password, code: "" });
}

/** What the law has kept for a time. */
const KEPT = [
  "approvals",
  "credit_notes",
  "invoices",
  "payments",
  "receipts",
  "wallet_adjustments",
  "wallet_refund_references",
  "wallet_refunds",
];

/** Prefixes of the keys whose records hold one of the words. */
async function holders(deps: Deps, words: readonly string[] = NEEDLES): Promise<string[]> {
  const found = new Set<string>();
  for await (const { key, value } of deps.kv.list({ prefix: [] })) {
    const text = Deno.inspect([key, value], {
      depth: 20,
      iterableLimit: 1e6,
      strAbbreviateSize: 1e6,
    }).toLowerCase();
    if (words.some((word) => text.includes(word))) found.add(String(key[0]));
  }
  return [...found].sort();
}

Deno.test("after the days of grace nothing of a person is left but invoices and receipts", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const greta = await makeGreta(deps, world);
  const everywhere = await holders(deps);
  for (
    const prefix of [
      "accounts",
      "audit_events",
      "mails",
      "mails_by_writer",
      "orders",
      "orders_by_email",
      "sessions",
      "jobs",
      "links",
      "pending_emails",
      "invitations",
    ]
  ) {
    expect(everywhere).toContain(prefix);
  }
  const others = await othersOf(deps, greta);

  const { dueAt } = unwrap(await ask(deps, greta));
  expect(await resolveSession(deps, greta.session)).toBeNull();
  await runDueJobs(deps, { handlers: jobHandlers });
  expect(await holders(deps)).toContain("accounts");
  deps.clock.advance({ hours: 14 * 24, seconds: 1 });
  await runDueJobs(deps, { handlers: jobHandlers });

  expect(await holders(deps)).toEqual(KEPT);
  expect(await findAccountByEmail(deps, GRETA.email)).toBeNull();
  expect(await readAccount(deps.kv, greta.id)).toMatchObject({
    name: "Erased",
    status: "suspended",
    passwordHash: "",
    erasedAt: expect.any(String),
  });
  expect(await countKeys(deps.kv, ["privacy_export_chunks"])).toBe(0);
  expect(await countKeys(deps.kv, ["team_members"])).toBe(0);
  const [report] = unwrap(await listErasures(deps, { viewer: world.people.owner.staff! })).items;
  expect(report).toMatchObject({
    accountId: greta.id,
    state: "done",
    dueAt,
    retainedInvoices: 2,
    retainedUntil: "2036-12-31",
    unexpected: {},
  });
  expect(report!.changed).toMatchObject({ orders: 2, services: 1, invoices: 1 });
  expect(unwrap(await verifyBooks(deps))).toBeTruthy();
  // Nobody else has lost anything.
  expect(await othersOf(deps, greta)).toEqual(others);
});

Deno.test("once the law has had its time, the invoices forget their buyer too", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const greta = await makeGreta(deps, world);
  unwrap(await ask(deps, greta));
  deps.clock.advance({ hours: 14 * 24, seconds: 1 });
  await runDueJobs(deps, { handlers: jobHandlers });

  deps.clock.set("2036-12-31T12:00:00Z");
  expect(await endRetention(deps)).toBe(0);
  deps.clock.set("2037-01-01T00:00:00Z");
  // Two invoices, two adjustments, a refund and an approval
  expect(await endRetention(deps)).toBe(6);
  expect(await endRetention(deps)).toBe(0);

  expect(await holders(deps)).toEqual([]);
  expect(unwrap(await verifyBooks(deps))).toBeTruthy();
  const ada = await readInvoice(deps.kv, world.orders.paid.invoiceId);
  expect(ada?.buyer.name).toBe("Ada Customer");
});

Deno.test("a log-in within the days of grace keeps the account", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const greta = await makeGreta(deps, world);
  unwrap(await ask(deps, greta));
  deps.clock.advance({ hours: 13 * 24 });

  unwrap(await logIn(deps, { email: GRETA.email, password: PASSWORD, ...CLIENT }));
  deps.clock.advance({ hours: 2 * 24 });
  await runDueJobs(deps, { handlers: jobHandlers });

  expect(await findAccountByEmail(deps, GRETA.email)).toMatchObject({ name: GRETA.name });
  const [report] = unwrap(await listErasures(deps, { viewer: world.people.owner.staff! })).items;
  expect(report).toMatchObject({ state: "undone", changed: {} });
  expect(unwrap(await planErasure(deps, { viewer: greta.actor })).isClosing).toBe(false);
});

Deno.test("a log-in at the very moment either keeps the account or finds none", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const greta = await makeGreta(deps, world);
  unwrap(await ask(deps, greta));
  deps.clock.advance({ hours: 14 * 24, seconds: 1 });

  const [login] = await Promise.all([
    logIn(deps, { email: GRETA.email, password: PASSWORD, ...CLIENT }),
    runDueJobs(deps, { handlers: jobHandlers }),
  ]);

  const account = await findAccountByEmail(deps, GRETA.email);
  expect(login.ok).toBe(account !== null);
});

Deno.test("services, open invoices, credit, what is undecided and a staff role stand in the way", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  const obstacles = async (viewer: CustomerActor) =>
    unwrap(await planErasure(deps, { viewer })).obstacles;

  expect(await obstacles(people.customer.customer)).toEqual([
    "services",
    "open_invoices",
    "undecided",
  ]);
  expect(await obstacles(people.otherCustomer.customer)).toEqual([]);
  expect(await obstacles(people.billing.customer)).toEqual(["staff_role"]);

  const before = await dumpKv(deps.kv);
  const signedIn = (await resolveSession(deps, people.customer.session))!;
  expect(await requestErasure(deps, { signedIn, client: CLIENT, password: PASSWORD, code: "" }))
    .toMatchObject({ error: { code: "erasure_blocked" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("only the owner can ask, with the password", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  const signedIn = (await resolveSession(deps, people.otherCustomer.session))!;
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  const wrong = { signedIn, client: CLIENT, password: "wrong password", code: "" };
  expect(await requestErasure(deps, wrong)).toMatchObject({
    error: { code: "validation", fields: { password: expect.any(String) } },
  });
  const via = { kind: "member" as const, personId: people.customer.id, rights: new Set<never>() };
  const letIn = { ...signedIn, customer: { ...signedIn.customer, via } };
  expect(await requestErasure(deps, { ...wrong, signedIn: letIn, password: PASSWORD }))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await planErasure(deps, { viewer: letIn.customer })).toMatchObject({
    error: { code: "not_found" },
  });
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
});

Deno.test("an erasure that breaks off at any write goes on, and comes to the same end", async () => {
  for (let lastWrite = 1; lastWrite < 60; lastWrite += 6) {
    await using deps = await makeDeps();
    const world = await makeWorld(deps);
    const greta = await makeGreta(deps, world);
    unwrap(await ask(deps, greta));
    deps.clock.advance({ hours: 14 * 24, seconds: 1 });
    const erasureId = await erasureOf(deps, greta.id);
    const job = {
      id: `erase:${erasureId}`,
      kind: "privacy.erase",
      payload: { erasureId },
      attempt: 1,
    };

    await eraseAccount(failingAfter(deps, lastWrite), job).catch(() => {});
    await Promise.all([eraseAccount(deps, job), eraseAccount(deps, { ...job, attempt: 2 })]);
    await runDueJobs(deps, { handlers: jobHandlers });

    expect([lastWrite, await holders(deps)]).toEqual([lastWrite, KEPT]);
    const [report] = unwrap(await listErasures(deps, { viewer: world.people.owner.staff! })).items;
    expect(report).toMatchObject({ state: "done", retainedInvoices: 2, unexpected: {} });
  }
});

async function erasureOf(deps: Deps, accountId: string): Promise<string> {
  return (await deps.kv.get<string>(["privacy_erasure_of", accountId])).value!;
}

/** Deps whose database is gone after so many commits. */
function failingAfter(deps: Deps, writes: number): Deps {
  let left = writes;
  const kv = new Proxy(deps.kv, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "atomic" && name !== "set" && name !== "delete") return value.bind(target);
      return (...args: unknown[]) => {
        if (--left < 0) throw new Error("the database is gone");
        return value.apply(target, args);
      };
    },
  });
  return { ...deps, kv };
}

/** The objects of all other people, which an erasure must leave alone. */
async function othersOf(deps: Deps, greta: Greta): Promise<unknown> {
  const kinds = ["accounts", "orders", "invoices", "services", "payments", "proof_folders"];
  const own = JSON.stringify(greta.id);
  const dumps = await Promise.all(kinds.map((kind) => dumpKv(deps.kv, { prefix: [kind] })));
  return dumps.map((dump) =>
    Object.entries(dump).filter(([key, { value }]) =>
      !key.includes(own) && !JSON.stringify(value).includes(own)
    ).map(([key, { value }]) => [key, value])
  );
}

Deno.test("two requests make one erasure", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const greta = await makeGreta(deps, world);
  const signedIn = (await resolveSession(deps, greta.session))!;
  const input = { signedIn, client: CLIENT, password: PASSWORD, code: "" };

  const asked = await Promise.all([1, 2, 3].map(() => requestErasure(deps, input)));

  expect(asked).toEqual([1, 2, 3].map(() => ok({ dueAt: expect.any(String) })));
  expect(await countKeys(deps.kv, ["privacy_erasures"])).toBe(1);
});

Deno.test("somebody of the same name, network and browser, and an address that ends like theirs, loses nothing", async () => {
  await using deps = await makeDeps();
  const world = await makeWorld(deps);
  const greta = await makeGreta(deps, world);
  const email = `not-${GRETA.email}`;
  const twin = { name: GRETA.name, email, password: PASSWORD, ...CLIENT };
  unwrap(await signUp(deps, twin as Parameters<typeof signUp>[1]));
  const { id } = (await findAccountByEmail(deps, email))!;
  const traces = async () => {
    const kinds = ["mails", "audit_events", "accounts", "accounts_by_email", "known_devices"];
    const dumps = await Promise.all(kinds.map((kind) => dumpKv(deps.kv, { prefix: [kind] })));
    return dumps.map((dump) =>
      Object.entries(dump).filter((entry) => JSON.stringify(entry).includes(id))
        .map(([key, { value }]) => [key, value])
    );
  };
  await runDueJobs(deps, { handlers: jobHandlers });
  const before = await traces();

  unwrap(await ask(deps, greta));
  deps.clock.advance({ hours: 14 * 24, seconds: 1 });
  await runDueJobs(deps, { handlers: jobHandlers });

  expect(before.flat().length).toBeGreaterThan(4);
  expect(await traces()).toEqual(before);
  const [report] = unwrap(await listErasures(deps, { viewer: world.people.owner.staff! })).items;
  expect(report).toMatchObject({ state: "done", unexpected: {} });
});

const addresses: Array<[text: string, isNamed: boolean]> = [
  ["ada@example.com", true],
  ["To: <Ada@Example.com>, now", true],
  ["192.0.2.1 ada@example.com", true],
  ["Write to ada@example.com.", true],
  ["bada@example.com, then ada@example.com", true],
  ["bada@example.com", false],
  ["x.ada@example.com", false],
  ["x+ada@example.com", false],
  ["ada@example.com.au", false],
  ["ada@example.community", false],
  ["", false],
];

for (const [text, isNamed] of addresses) {
  Deno.test(`namesAddress() ${isNamed ? "finds" : "doesn't find"} the address in "${text}"`, () => {
    expect(namesAddress(text, "ada@example.com")).toBe(isNamed);
  });
}
