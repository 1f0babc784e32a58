/** The staff's order page through the real handler: payment, proof, machine, end. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { getOrder } from "@/domain/order/mod.ts";
import { listProofs, submitProof } from "@/domain/payment/mod.ts";
import { getService } from "@/domain/service/mod.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { paymentForm, placeDebt, PNG } from "@/tests/domain/payment/fixtures.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";

const MACHINE: Fields = {
  action: "activate",
  ip: "192.0.2.10",
  hostname: "server1.example.com",
  username: "root",
  password: "planted-secret-9",
  port: "2222",
  panel_url: "",
  notes: "Rack 4",
};

async function openDesk(deps: TestDeps) {
  unwrap(await seedCatalog(deps));
  const ada = await makePerson(deps, { name: "Ada Customer", email: "ada@example.com" });
  const owner = await makePerson(deps, { name: "Owner", email: "o@example.com", role: "owner" });
  const debt = await placeDebt(deps, ada.customer);
  const app = await makeApp(deps);
  const path = `/admin/orders/${debt.orderId}`;
  const payment = { action: "record_payment", ...paymentForm(debt.invoice.due) } as Fields;
  const session = { session: owner.session };
  return { ada, owner, debt, app, path, payment, session };
}

Deno.test("POST /admin/orders/[id] records the payment, then activates the service", async () => {
  await using deps = await makeDeps();
  const { ada, app, path, payment, session, debt } = await openDesk(deps);

  const paid = await app.post(path, payment, session);
  const activated = await app.post(path, MACHINE, session);

  expect([paid.status, paid.headers.get("location")]).toEqual([303, path]);
  expect([activated.status, activated.headers.get("location")]).toEqual([303, path]);
  const order = unwrap(await getOrder(deps, { viewer: ada.customer, id: debt.orderId }));
  expect(order.status).toBe("active");
  const id = order.serviceId!;
  expect(unwrap(await getService(deps, { viewer: ada.customer, id })).status).toBe("active");
});

Deno.test("the password of a machine is on no staff page and in no audit event until it is asked for", async () => {
  await using deps = await makeDeps();
  const { app, path, payment, session, debt } = await openDesk(deps);
  await app.post(path, payment, session);
  await app.post(path, MACHINE, session);
  const viewer = makeStaff();
  const { serviceId } = unwrap(await getOrder(deps, { viewer, id: debt.orderId }));
  const servicePath = `/admin/services/${serviceId}`;

  const before = await app.get(servicePath, session);
  const revealed = await app.post(servicePath, { action: "reveal" }, session);

  expect(await before.text()).not.toContain("planted-secret-9");
  expect(await revealed.text()).toContain("planted-secret-9");
  expect(revealed.headers.get("cache-control")).toContain("no-store");
  const { items } = unwrap(await listAudit(deps, { viewer }));
  expect(items[0]!.action).toBe("credentials.revealed");
  expect(JSON.stringify(items)).not.toContain("planted-secret-9");
});

const REFUSED: Array<[what: string, change: Fields, status: number, words: string]> = [
  ["another currency", { currency: "USD" }, 422, "This invoice is in EUR"],
  ["less than what is due", { amount: "1.00" }, 422, "are due"],
  ["no amount", { amount: "" }, 422, "Enter an amount"],
  ["a negative amount", { amount: "-5" }, 422, "Enter an amount"],
  ["a field of another form", { ip: "192.0.2.1" }, 422, "fields that we don"],
  ["an unknown field", { status: "paid" }, 422, "fields that we don"],
];

for (const [what, change, status, words] of REFUSED) {
  Deno.test(`POST /admin/orders/[id] refuses a payment with ${what}, and writes nothing`, async () => {
    await using deps = await makeDeps();
    const { app, path, payment, session } = await openDesk(deps);
    const before = await dumpKv(deps.kv);

    const response = await app.post(path, { ...payment, ...change }, session);

    expect(response.status).toBe(status);
    const page = await response.text();
    expect(page).toContain(words);
    expect(page).toContain("TX-0001");
    expect(await dumpKv(deps.kv)).toEqual(before);
  });
}

Deno.test("POST /admin/orders/[id] refuses an unknown action, and writes nothing", async () => {
  await using deps = await makeDeps();
  const { app, path, session } = await openDesk(deps);
  const before = await dumpKv(deps.kv);

  const response = await app.post(path, { action: "refund_all" }, session);

  expect(response.status).toBe(422);
  expect(await response.text()).toContain("This form is broken");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("two members of staff record the same payment at once: one is told that it is paid", async () => {
  await using deps = await makeDeps();
  const { app, path, payment, session } = await openDesk(deps);
  const other = await makePerson(deps, { name: "B", email: "b@example.com", role: "billing" });

  const answers = await Promise.all([
    app.post(path, payment, session),
    app.post(path, { ...payment, reference: "TX-0002" }, { session: other.session }),
  ]);

  expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
  const refused = answers.find((answer) => answer.status === 409)!;
  expect(await refused.text()).toContain("paid already");
});

Deno.test("POST /admin/orders/[id] rejects a proof with a reason, once", async () => {
  await using deps = await makeDeps();
  const { ada, app, path, session, debt } = await openDesk(deps);
  const file = new File([PNG], "receipt.png");
  unwrap(
    await submitProof(deps, {
      actor: ada.customer,
      invoiceId: debt.invoice.id,
      file,
      reference: "",
      note: "",
    }),
  );
  const listed = { viewer: ada.customer, invoiceId: debt.invoice.id };
  const proofId = (await listProofs(deps, listed))[0]!.id;
  const form = { action: "reject_proof", proof_id: proofId, reason: "" };

  const withoutReason = await app.post(path, form, session);
  const rejected = await app.post(path, { ...form, reason: "Unreadable" }, session);
  const again = await app.post(path, { ...form, reason: "Unreadable" }, session);

  expect([withoutReason.status, rejected.status, again.status]).toEqual([422, 303, 409]);
  expect((await listProofs(deps, listed))[0]).toMatchObject({
    status: "rejected",
    rejectReason: "Unreadable",
  });
});

Deno.test("a proof's file is a download for staff with the right to it, and 404 for others", async () => {
  await using deps = await makeDeps();
  const { ada, app, session, debt } = await openDesk(deps);
  const viewer = await makePerson(deps, { name: "V", email: "v@example.com", role: "viewer" });
  const file = new File([PNG], "receipt\u0022;x.png");
  const { proofId } = unwrap(
    await submitProof(deps, {
      actor: ada.customer,
      invoiceId: debt.invoice.id,
      file,
      reference: "",
      note: "",
    }),
  );

  const allowed = await app.get(`/admin/proofs/${proofId}`, session);
  const refused = await app.get(`/admin/proofs/${proofId}`, { session: viewer.session });

  expect(allowed.headers.get("content-type")).toBe("image/png");
  expect(allowed.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w.-]+"/);
  expect(allowed.headers.get("x-content-type-options")).toBe("nosniff");
  expect(new Uint8Array(await allowed.arrayBuffer())).toEqual(PNG);
  expect(refused.status).toBe(404);
});

Deno.test("POST /admin/orders/[id] cancels an unpaid order with a reason for the customer", async () => {
  await using deps = await makeDeps();
  const { app, path, session, debt } = await openDesk(deps);

  const withoutReason = await app.post(path, { action: "cancel", reason: "" }, session);
  const cancelled = await app.post(path, { action: "cancel", reason: "Out of town" }, session);

  expect([withoutReason.status, cancelled.status]).toEqual([422, 303]);
  const order = unwrap(await getOrder(deps, { viewer: makeStaff(), id: debt.orderId }));
  expect([order.status, order.closeReason]).toEqual(["cancelled", "Out of town"]);
});

Deno.test("staff see only the forms that their role can send", async () => {
  await using deps = await makeDeps();
  const { app, path } = await openDesk(deps);
  const forms: Record<string, string[]> = {};

  for (const role of ["billing", "support", "viewer"] as const) {
    const person = await makePerson(deps, { name: role, email: `${role}@example.com`, role });
    const page = await (await app.get(path, { session: person.session })).text();
    forms[role] = ["record_payment", "cancel"].filter((one) => page.includes(`value="${one}"`));
  }

  expect(forms).toEqual({
    billing: ["record_payment", "cancel"],
    support: ["cancel"],
    viewer: [],
  });
  expect(ROLE_PERMISSIONS.viewer.has("payments.record")).toBe(false);
});

Deno.test("GET /admin/payments lists proofs to check, also of orders that have ended, and receipts", async () => {
  await using deps = await makeDeps();
  const { ada, app, path, session, debt } = await openDesk(deps);
  const proof = { actor: ada.customer, invoiceId: debt.invoice.id };
  unwrap(await submitProof(deps, { ...proof, file: new File([PNG], "receipt.png") }));
  const read = async (query: string) =>
    await (await app.get(`/admin/payments${query}`, session)).text();

  await app.post(path, { action: "cancel", reason: "Out of town" }, session);
  const waiting = await read("");
  const late = { ...paymentForm(debt.invoice.due), action: "record_payment" } as Fields;
  await app.post(path, late, session);

  expect(waiting).toContain("receipt.png");
  expect(waiting).toContain(`${path}#proofs`);
  expect(await read("")).toContain("Nothing to check");
  expect(await read("?view=received")).toContain("TX-0001");
});
