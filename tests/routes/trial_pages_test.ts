/** Free trials on their pages: set by staff, shown with the plans, ordered in the wizard without a script, cancelled. */
import { expect } from "expect";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { listOrders } from "@/domain/order/mod.ts";
import { activateService } from "@/domain/provisioning/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeStaff, orderForm } from "@/tests/domain/order/fixtures.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";
import { offerTrial, planForm } from "@/tests/helpers/trials.ts";
import { MACHINE_FORM } from "@/tests/helpers/world.ts";
import { openDashboard } from "./dashboard_shop.ts";

const WIZARD =
  "/dashboard/order?plan=vps-grow&cycle=monthly&trial=on&datacenter=fra1&os=debian-13" +
  "&hostname=server1.example.com&step=review";
const ORDER = { ...orderForm({ cycle: "monthly", addons: [], trial: "on" }), accept_terms: "yes" };
const IGNORE = { ignore: ["sessions", "rate_limits"] };

Deno.test("staff set a plan's trial with its prices, and the pages of plans show it and lead to it", async () => {
  await using shop = await openDashboard();
  const { deps, app } = shop;
  const owner = await makePerson(deps, { name: "Olga", email: "olga@example.com", role: "owner" });
  const { id, form } = await planForm(deps, "vps-grow", { trial_days: "14" });
  const path = `/admin/plans/${id}`;
  expect(await (await app.get("/vps")).text()).not.toContain("days free");

  const wrong = await app.post(path, { ...form, trial_days: "400" }, owner);
  const refused = await wrong.text();
  expect([wrong.status, refused.includes("Enter whole days from 1 to 90")]).toEqual([422, true]);
  expect(refused).toContain('value="400"');
  expect((await app.post(path, form, owner)).status).toBe(303);

  for (const page of ["/vps", "/pricing"]) {
    const html = await (await app.get(page)).text();
    expect(html).toContain("14 days free");
    expect(html).toContain("/dashboard/order?plan=vps-grow&amp;cycle=annual&amp;trial=on");
    expect(html).toContain('/dashboard/order?plan=vps-start&amp;cycle=annual"');
  }
  expect(await (await app.get("/admin/plans", owner)).text()).toContain("14 days free");
  expect(await (await app.get(path, owner)).text()).toContain('value="14"');
});

Deno.test("the wizard orders a trial without a script, and offers it no more once it was had", async () => {
  await using shop = await openDashboard();
  const { deps, app, ada } = shop;
  await offerTrial(deps, "vps-grow", 14);
  await offerTrial(deps, "vps-start", 14);

  const review = await (await app.get(WIZARD, ada)).text();
  expect(review).toContain("Start with 14 days free");
  expect(review).toContain("14 days free (VPS Grow, monthly)");
  expect(review).toMatch(/Due now<\/span><span[^>]*>€0\.00/);
  expect(review).toMatch(/After 14 days <span[^>]*>€12\.00<\/span> every month/);

  const placed = await app.post("/dashboard/order", ORDER, ada);
  const { items: [order] } = await listOrders(deps, { viewer: ada.customer });
  expect([placed.status, placed.headers.get("location")])
    .toEqual([303, `/dashboard/orders/${order!.id}`]);
  const page = await (await app.get(`/dashboard/orders/${order!.id}`, ada)).text();
  expect(page).toContain("There is nothing to pay. We set it up now.");
  expect(page).not.toMatch(/First invoice|Waiting for your payment/);
  await runDueJobs(deps, { handlers: jobHandlers });
  expect(await (await app.get(`/dashboard/orders/${order!.id}`, ada)).text())
    .toContain("Your 14 free days begin when it is ready.");

  const again = await (await app.get(WIZARD, ada)).text();
  expect(again).not.toContain("14 days free");
  expect(again).toMatch(/Due now<\/span><span[^>]*>€12\.00/);
  const before = await dumpKv(deps.kv, IGNORE);
  const other = { ...ORDER, plan: "vps-start", hostname: "two.example.com" };
  const second = await app.post("/dashboard/order", other, ada);
  const refused = await second.text();
  expect([second.status, refused.includes("You have had the free trial of these plans")])
    .toEqual([422, true]);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("the page of a service on trial says until when it is free, and that a cancellation costs nothing", async () => {
  await using shop = await openDashboard();
  const { deps, app, ada } = shop;
  await offerTrial(deps, "vps-grow", 14);
  await app.post("/dashboard/order", ORDER, ada);
  await runDueJobs(deps, { handlers: jobHandlers });
  const { items: [order] } = await listOrders(deps, { viewer: ada.customer });
  const form = { ...MACHINE_FORM, hostname: "server1.example.com" };
  const input = { actor: makeStaff(), orderId: order!.id, form };
  const path = `/dashboard/services/${unwrap(await activateService(deps, input)).serviceId}`;

  const page = await (await app.get(path, ada)).text();
  expect(page).toContain("Free trial until");
  expect(page).toContain("Your free trial runs. We send you the first invoice on the day it ends.");
  expect(page).toContain("When the free trial is over");
  expect(page).not.toContain("that are paid for aren't given back");
  expect(page).toContain("Change plan or term");
  const change = await (await app.get(`${path}/change?plan=vps-scale&cycle=monthly`, ada)).text();
  expect(change).not.toContain("can't be changed");

  const cancel = { action: "cancel", when: "end_of_term", reason: "", understood: "on" };
  expect((await app.post(path, cancel, ada)).status).toBe(303);
  expect(await (await app.get(path, ada)).text()).toContain("free of charge");
});
