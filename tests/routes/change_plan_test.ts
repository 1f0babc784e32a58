/** The page of a change of plan, as a person without scripts uses it. */
import { expect } from "expect";
import { readOpenChange } from "@/domain/change/repo.ts";
import { scanCreditNotes } from "@/domain/credit_note/mod.ts";
import { readService } from "@/domain/service/mod.ts";
import { toDecimal } from "@/domain/shared/money.ts";
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

Deno.test("a cheaper plan is made at once, and its credit note says how it was reckoned", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { serviceId } = await runService(shop);
  const path = `/dashboard/services/${serviceId}/change`;
  const priced = await (await app.get(`${path}?plan=vps-start&cycle=annual`, ada)).text();
  expect(priced).toContain("Back in the wallet");
  const seen = /name="seen" value="(-[\d.]+)"/.exec(priced)![1]!;

  const fields = { action: "request", when: "now", plan: "vps-start", cycle: "annual", seen };
  const made = await app.post(path, fields, ada);

  expect([made.status, made.headers.get("location")]).toEqual([303, path]);
  const [note] = await Array.fromAsync(scanCreditNotes(deps.kv));
  expect(`-${toDecimal(note!.total)}`).toBe(seen);
  const page = await (await app.get(`/dashboard/credit-notes/${note!.id}`, ada)).text();
  expect(page).toContain("How this was reckoned");
  expect(page).toContain("it comes to the same");
  expect((await app.get(`/dashboard/credit-notes/${note!.id}/pdf`, ada)).status).toBe(200);
});

Deno.test("nonsense in the address is answered beside the field", async () => {
  await using shop = await openDashboard();
  const { serviceId } = await runService(shop);
  for (const query of ["plan=nope&cycle=annual", "plan=vps-scale&cycle=weekly", "plan=&cycle="]) {
    const path = `/dashboard/services/${serviceId}/change?${query}`;
    expect([query, (await shop.app.get(path, shop.ada)).status]).toEqual([query, 422]);
  }
});

Deno.test("a change that can't be cancelled, because the server is stopped for its first term, is answered in words", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { serviceId } = await runService(shop);
  const path = `/dashboard/services/${serviceId}/change`;
  const fields = { action: "request", when: "next_term", plan: "vps-start", cycle: "annual" };
  expect((await app.post(path, fields, ada)).status).toBe(303);
  const service = (await readService(deps.kv, serviceId))!;
  const suspension = { reason: "unpaid" as const, since: "2026-03-01T12:00:00.000Z", note: "" };
  const billedPeriods = service.paidPeriods + 1;
  const stopped = { ...service, billedPeriods, status: "suspended" as const, suspension };
  await deps.kv.set(["services", serviceId], stopped);

  const refused = await app.post(path, { action: "cancel" }, ada);

  expect([refused.status, await refused.text()])
    .toEqual([409, expect.stringContaining("its first term waits for its payment")]);
  expect((await readOpenChange(deps.kv, serviceId))?.status).toBe("scheduled");
});
