/** Renewals, cancellation, suspension and the end of services on their pages, as people without scripts use them. */
import { expect } from "expect";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { readService } from "@/domain/service/mod.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import { renewalsOf, runUntil } from "@/tests/domain/billing/helpers.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, signIn } from "@/tests/helpers/people.ts";
import { openDashboard, runService, type Shop } from "./dashboard_shop.ts";

const serviceOf = async ({ deps }: Shop, id: string) => (await readService(deps.kv, id))!;

async function openRunning() {
  const shop = await openDashboard();
  const { serviceId } = await runService(shop);
  return { shop, serviceId, path: `/dashboard/services/${serviceId}` };
}

Deno.test("the next term is paid early from the page of its service, and the wallet set to do so", async () => {
  const { shop, serviceId, path } = await openRunning();
  await using _ = shop;
  const { app, deps, ada } = shop;
  expect(await (await app.get(path, ada)).text()).toContain("No invoice is open");

  const early = await app.post(path, { action: "pay_early" }, ada);
  const [invoice] = await renewalsOf(deps, serviceId);
  expect(early.headers.get("location")).toBe(`/dashboard/invoices/${invoice!.id}`);
  expect(await (await app.get(path, ada)).text()).toContain(invoice!.number);

  await app.post(path, { action: "set_wallet", from_wallet: "on" }, ada);
  expect((await readTerms(deps, ada.id)).paysFromWallet).toBe(true);
  await app.post(path, { action: "set_wallet" }, ada);
  expect((await readTerms(deps, ada.id)).paysFromWallet).toBe(false);
});

Deno.test("a cancellation says what is lost, asks for a tick, and can be undone", async () => {
  const { shop, serviceId, path } = await openRunning();
  await using _ = shop;
  const { app, deps, ada } = shop;
  const html = await (await app.get(path, ada)).text();
  expect(html).toContain("When what is paid for is over");
  expect(html).toMatch(/The \d+ days that are paid for aren't given back/);

  const before = await dumpKv(deps.kv, { ignore: ["sessions"] });
  const form = { action: "cancel", when: "now", reason: "Too <b>slow" };
  const unticked = await app.post(path, form, ada);
  const page = await unticked.text();
  expect(unticked.status).toBe(422);
  expect(page).toContain("Tick that you have read what is lost.");
  expect(page).toContain("Too &lt;b>slow");
  expect(await dumpKv(deps.kv, { ignore: ["sessions"] })).toEqual(before);

  expect((await app.post(path, { ...form, understood: "on" }, ada)).status).toBe(303);
  const ending = await (await app.get(path, ada)).text();
  expect(ending).toContain("This service will be deleted");
  expect((await serviceOf(shop, serviceId)).termination?.reason).toBe("request");
  const twice = await app.post(path, { ...form, understood: "on" }, ada);
  expect([twice.status, await twice.text()]).toEqual([
    409,
    expect.stringContaining("The service has moved on"),
  ]);

  expect((await app.post(path, { action: "undo_cancel" }, ada)).status).toBe(303);
  expect((await serviceOf(shop, serviceId)).status).toBe("active");
});

Deno.test("an overdue invoice for a further term doesn't say that the server runs on without a break", async () => {
  const { shop, serviceId, path } = await openRunning();
  await using _ = shop;
  const { app, deps, ada } = shop;
  await app.post(path, { action: "pay_early" }, ada);
  const [invoice] = await renewalsOf(deps, serviceId);
  deps.clock.set(`${invoice!.dueOn}T23:59:00Z`);
  const session = await signIn(deps, ada.email);
  const pageNow = async () =>
    await (await app.get(`/dashboard/invoices/${invoice!.id}`, { session })).text();
  expect(await pageNow()).toContain("Your server runs on without a break.");
  deps.clock.advance({ minutes: 2 });
  const overdue = await pageNow();
  expect(overdue).not.toContain("without a break");
  expect(overdue).toContain("a server that is suspended for it runs again");
});

Deno.test("a day is promised on the page of an overdue invoice, within its limits, once", async () => {
  const { shop } = await openRunning();
  await using _ = shop;
  const { app, deps } = shop;
  const serviceId = (await deps.kv.list({ prefix: ["services"] }).next()).value!.key[1] as string;
  const { nextDueOn } = await serviceOf(shop, serviceId);
  await runUntil(deps, nextDueOn!);
  const [invoice] = await renewalsOf(deps, serviceId);
  const ada = { session: await signIn(deps, shop.ada.email) };
  const path = `/dashboard/invoices/${invoice!.id}`;
  expect(await (await app.get(path, ada)).text()).toContain("Do you need a few days more?");

  const late = await app.post(path, { action: "promise", pay_on: "2099-01-01" }, ada);
  expect([late.status, await late.text()]).toEqual([
    422,
    expect.stringMatching(/value="2099-01-01".*Choose a day from/s),
  ]);
  const ok = await app.post(path, { action: "promise", pay_on: nextDueOn! }, ada);
  expect(ok.status).toBe(303);
  expect(await (await app.get(path, ada)).text()).toContain("You have told us when you will pay");
  expect((await app.post(path, { action: "promise", pay_on: nextDueOn! }, ada)).status).toBe(409);
  expect((await readInvoice(deps.kv, invoice!.id))!.chase.promise?.payOn).toBe(nextDueOn);
});

Deno.test("staff suspend, end and keep a service on its page, with a proof of who they are", async () => {
  const { shop, serviceId } = await openRunning();
  await using _ = shop;
  const { app, deps } = shop;
  const owner = await makePerson(deps, { name: "Olga", email: "olga@example.com", role: "owner" });
  const path = `/admin/services/${serviceId}`;

  const blank = await app.post(path, { action: "suspend", reason: "", note: "" }, owner);
  const html = await blank.text();
  expect([
    blank.status,
    html.includes("Choose a reason."),
    html.includes("Write what the customer"),
  ])
    .toEqual([422, true, true]);
  const why = { reason: "abuse", note: "It sends spam." };
  expect((await app.post(path, { action: "suspend", ...why }, owner)).status).toBe(303);
  expect(await (await app.get(path, owner)).text()).toContain("abuse: It sends spam.");
  expect((await app.post(path, { action: "resume" }, owner)).status).toBe(303);
  await app.post(path, { action: "set_never_suspend", never_suspend: "on" }, owner);
  expect((await serviceOf(shop, serviceId)).neverSuspend).toBe(true);
  expect((await app.post(path, { action: "terminate", ...why }, owner)).status).toBe(303);
  expect(await (await app.get(path, owner)).text()).toContain("Don't delete it");
  expect((await app.post(path, { action: "undo_termination" }, owner)).status).toBe(303);
  expect((await serviceOf(shop, serviceId)).termination).toBe(null);

  deps.clock.advance({ minutes: 11 });
  const before = await serviceOf(shop, serviceId);
  const unproved = await app.post(path, { action: "terminate", ...why }, owner);
  expect(unproved.headers.get("location")).toMatch(/^\/admin\/confirm\?next=/);
  expect(await serviceOf(shop, serviceId)).toEqual(before);
  expect(await (await app.get(path, owner)).text()).not.toContain('value="terminate"');
});

Deno.test("what was agreed with a customer is set on their page, and shown as agreed", async () => {
  const { shop } = await openRunning();
  await using _ = shop;
  const { app, deps, ada } = shop;
  const billing = await makePerson(deps, { name: "Bo", email: "bo@example.com", role: "billing" });
  const path = `/admin/users/${ada.id}`;

  const wrong = await app.post(path, { action: "set_terms", grace_days: "many" }, billing);
  expect([wrong.status, await wrong.text()]).toEqual([
    422,
    expect.stringContaining("Enter a whole number from 0 to 90"),
  ]);
  const set = await app.post(path, {
    action: "set_terms",
    grace_days: "20",
    takes_late_fees: "no",
  }, billing);
  expect(set.status).toBe(303);
  const html = await (await app.get(path, billing)).text();
  expect(html).toContain("20 days after the due day (agreed)");
  expect(html).toContain("None (agreed)");
  expect((await readTerms(deps, ada.id)).graceDays).toBe(20);
});

Deno.test("the days ahead are shown as a rehearsal found them, and nothing changes by looking", async () => {
  const { shop, serviceId } = await openRunning();
  await using _ = shop;
  const { app, deps } = shop;
  const { nextDueOn } = await serviceOf(shop, serviceId);
  deps.clock.set(`${nextDueOn}T00:00:00Z`);
  const viewer = await makePerson(deps, { name: "Vi", email: "vi@example.com", role: "viewer" });
  const before = await dumpKv(deps.kv);

  const html = await (await app.get("/admin/billing?days=30", viewer)).text();

  expect(await dumpKv(deps.kv)).toEqual(before);
  for (const text of ["Invoice", "Reminder", "Suspension", "web1.example.com"]) {
    expect(html).toContain(text);
  }
  expect(await (await app.get("/admin/billing?days=1", viewer)).text()).not.toContain(
    "Suspension</",
  );
  const ada = { session: await signIn(deps, shop.ada.email) };
  expect((await app.get("/admin/billing", ada)).status).toBe(404);
});

Deno.test("the erasure page names the services in the way, each with its way out", async () => {
  const { shop, serviceId, path } = await openRunning();
  await using _ = shop;
  const { app, ada } = shop;
  expect(await (await app.get("/dashboard/profile/erase", ada)).text())
    .toContain(`href="/dashboard/services/${serviceId}#cancel"`);
  await app.post(path, { action: "cancel", when: "now", reason: "", understood: "on" }, ada);
  expect(await (await app.get("/dashboard/profile/erase", ada)).text()).toContain("ends on");
});
