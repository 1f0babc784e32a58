/** What staff book on wallets, and how others approve it: by the real application and its forms. */
import { expect } from "expect";
import { listRefunds, refundWallet } from "@/domain/wallet/mod.ts";
import { text } from "@/tests/components/render.tsx";
import { fill, held } from "@/tests/domain/wallet/fixtures.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePeople, PASSWORD } from "@/tests/helpers/people.ts";

const IGNORE = { ignore: ["sessions", "rate_limits"] };

async function openDesk() {
  const deps = await makeDeps();
  const app = await makeApp(deps);
  const people = await makePeople(deps);
  const confirm = async (person: { session: string }) => {
    await app.post("/admin/confirm", { password: PASSWORD }, person);
  };
  return { deps, app, people, confirm, [Symbol.asyncDispose]: () => deps[Symbol.asyncDispose]() };
}

const CREDIT = { action: "adjust", direction: "credit", currency: "EUR", reason: "Goodwill" };

/** The id that the page has made for a form. */
function idIn(html: string, action: string): string {
  const form = new RegExp(`value="${action}".*?name="id" value="([^"]+)"`, "s").exec(html);
  return form![1]!;
}

Deno.test("booking on a wallet asks for a proof first, and a form that comes twice is booked once", async () => {
  await using desk = await openDesk();
  const { app, deps, people: { billing, customer }, confirm } = desk;
  const path = `/admin/users/${customer.id}/wallet`;
  // What was given at the log-in counts no more
  deps.clock.advance({ minutes: 11 });
  const before = await dumpKv(deps.kv, IGNORE);

  const asked = await app.post(path, { ...CREDIT, amount: "20.00" }, billing);
  expect([asked.status, asked.headers.get("location")])
    .toEqual([303, `/admin/confirm?next=${encodeURIComponent(path)}`]);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
  expect(await (await app.get(path, billing)).text()).not.toContain('value="adjust"');

  await confirm(billing);
  const id = idIn(await (await app.get(path, billing)).text(), "adjust");
  for (let times = 0; times < 2; times++) {
    const sent = await app.post(path, { ...CREDIT, id, amount: "20.00" }, billing);
    expect(sent.status).toBe(303);
  }
  expect(await held(deps, customer.id)).toBe(2_000);
  expect(text(await (await app.get(path, billing)).text())).toContain("Booked by our staff");
});

Deno.test("a credit above the limit is shown to another member of staff, who books it", async () => {
  await using desk = await openDesk();
  const { app, deps, people: { billing, owner, customer }, confirm } = desk;
  await confirm(billing);
  await confirm(owner);
  const wallet = `/admin/users/${customer.id}/wallet`;
  await app.post(wallet, { ...CREDIT, amount: "900.00" }, billing);
  expect(await held(deps, customer.id)).toBe(0);

  const list = await (await app.get("/admin/approvals?status=proposed", owner)).text();
  const path = /href="(\/admin\/approvals\/apr_\w+)"/.exec(list)![1]!;
  expect(text(await (await app.get(path, billing)).text())).toContain("You have proposed this");
  const own = await app.post(path, { action: "approve" }, billing);
  expect([own.status, await held(deps, customer.id)]).toEqual([409, 0]);
  const empty = await app.post(path, { action: "reject", note: "" }, owner);
  expect(empty.status).toBe(422);

  expect((await app.post(path, { action: "approve" }, owner)).status).toBe(303);
  expect(await held(deps, customer.id)).toBe(90_000);
  expect((await app.post(path, { action: "approve" }, owner)).status).toBe(409);
  expect(await held(deps, customer.id)).toBe(90_000);
});

Deno.test("a form that is refused keeps what was typed, and its id", async () => {
  await using desk = await openDesk();
  const { app, deps, people: { billing, customer }, confirm } = desk;
  await confirm(billing);
  const path = `/admin/users/${customer.id}/wallet`;
  const id = deps.ids.next("adj");
  const before = await dumpKv(deps.kv, IGNORE);

  const fields = { ...CREDIT, id, direction: "debit", amount: "7.00" };
  const refused = await app.post(path, fields, billing);
  const html = await refused.text();

  expect(refused.status).toBe(402);
  expect(html).toContain("There is less than that in the wallet");
  expect(html).toContain('value="7.00"');
  expect(idIn(html, "adjust")).toBe(id);
  expect((await app.post(path, { ...fields, status: "booked" }, billing)).status).toBe(422);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("what is paid out of a wallet waits on the page of refunds until it is noted as sent", async () => {
  await using desk = await openDesk();
  const { app, deps, people: { billing, customer }, confirm } = desk;
  await fill(deps, customer.id, 5_000);
  await confirm(billing);
  const sent = await app.post(`/admin/users/${customer.id}/wallet`, {
    action: "refund",
    amount: "20.00",
    currency: "EUR",
    method: "bank_transfer",
    destination: "DE02 1203 0000 0000 2020 51",
    reason: "The rest of your credit",
  }, billing);
  expect([sent.status, await held(deps, customer.id)]).toEqual([303, 3_000]);

  const page = await (await app.get("/admin/refunds", billing)).text();
  expect(text(page)).toContain("€20.00 to DE02 1203 0000 0000 2020 51");
  const id = /name="id" value="(rfd_\w+)"/.exec(page)![1]!;
  const empty = await app.post("/admin/refunds", { id, reference: " " }, billing);
  expect([empty.status, (await empty.text()).includes("name of this transfer")])
    .toEqual([422, true]);
  expect((await app.post("/admin/refunds", { id, reference: "TX 1" }, billing)).status).toBe(303);
  expect(text(await (await app.get("/admin/refunds", billing)).text()))
    .toContain("Nothing to send");
  const viewer = billing.staff!;
  const { items } = await listRefunds(deps, { viewer, accountId: customer.id });
  expect(items.map(({ reference }) => reference)).toEqual(["TX 1"]);
});

Deno.test("while payouts of a customer are frozen their wallet says so, and nothing leaves it", async () => {
  await using desk = await openDesk();
  const { app, deps, people: { owner, customer } } = desk;
  await fill(deps, customer.id, 5_000);
  await deps.kv.set(["payout_stop"], {
    schemaVersion: 1,
    since: "2026-03-01T02:00:00.000Z",
    problemCount: 2,
  });

  const html = await (await app.get(`/admin/users/${customer.id}/wallet`, owner)).text();
  expect(text(html)).toContain("Nothing is paid out of this wallet");
  const refused = await refundWallet(deps, {
    actor: owner.staff!,
    accountId: customer.id,
    form: {
      amount: "20.00",
      currency: "EUR",
      method: "bank_transfer",
      destination: "DE02 1203 0000 0000 2020 51",
      reason: "Rest",
    },
  });
  expect(refused).toMatchObject({ ok: false, error: { code: "payouts_frozen" } });
  expect(await held(deps, customer.id)).toBe(5_000);
});
