/** The page of a change of plan, as a person without scripts uses it. */
import { expect } from "expect";
import { readOpenChange } from "@/domain/change/repo.ts";
import { openDashboard, runService } from "./dashboard_shop.ts";

Deno.test("the price is shown before anything is changed, requested with what was seen, and can be taken back", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { serviceId } = await runService(shop);
  const path = `/dashboard/services/${serviceId}/change`;

  const choose = await (await app.get(path, ada)).text();
  expect(choose).toContain("VPS Scale");
  expect(choose).not.toContain("Web Start");
  const priced = await (await app.get(`${path}?plan=vps-scale&cycle=annual`, ada)).text();
  expect(priced).toContain("365 of 365 days");
  const seen = /name="seen" value="([\d.]+)"/.exec(priced)![1]!;
  expect(await readOpenChange(deps.kv, serviceId)).toBe(null);
  const fields = { action: "request", plan: "vps-scale", cycle: "annual" };
  const other = await app.post(path, { ...fields, seen: "0.01" }, ada);
  expect([other.status, await other.text()]).toEqual([
    422,
    expect.stringContaining("Look at it again"),
  ]);

  const requested = await app.post(path, { ...fields, seen }, ada);
  expect(requested.status).toBe(303);
  const change = (await readOpenChange(deps.kv, serviceId))!;
  expect(requested.headers.get("location")).toBe(`/dashboard/invoices/${change.invoiceId}`);
  const waiting = await (await app.get(path, ada)).text();
  expect(waiting).toContain("Waiting for payment: VPS Scale");
  const again = await app.post(path, { ...fields, seen }, ada);
  expect([again.status, await again.text()]).toEqual([
    409,
    expect.stringContaining("Pay or cancel"),
  ]);

  expect((await app.post(path, { action: "cancel" }, ada)).status).toBe(303);
  expect(await readOpenChange(deps.kv, serviceId)).toBe(null);
});

Deno.test("nonsense in the address is answered beside the field", async () => {
  await using shop = await openDashboard();
  const { serviceId } = await runService(shop);
  for (const query of ["plan=nope&cycle=annual", "plan=vps-scale&cycle=weekly", "plan=&cycle="]) {
    const path = `/dashboard/services/${serviceId}/change?${query}`;
    expect([query, (await shop.app.get(path, shop.ada)).status]).toEqual([query, 422]);
  }
});
