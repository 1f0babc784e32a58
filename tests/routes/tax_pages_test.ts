/** The tax report, and the page on which staff exempt a customer, through the real handler. */
import { expect } from "expect";
import { readExemption } from "@/domain/tax/mod.ts";
import { updateTaxDays } from "@/domain/report/mod.ts";
import { setTax } from "@/tests/domain/order/fixtures.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const IGNORE = { ignore: ["sessions", "rate_limits"] };
const EXEMPTION = {
  action: "save",
  reason: "Embassy of France",
  certificate: "12/2026",
  valid_from: "2026-01-01",
  valid_until: "2026-12-31",
};

async function openOffice(deps: TestDeps) {
  const ada = await makePerson(deps, { name: "Ada Customer", email: "ada@example.com" });
  const staff = { name: "Billing", email: "b@example.com", role: "billing" } as const;
  const billing = await makePerson(deps, staff);
  await setTax(deps, { mode: "by_country", usesDestinationRates: true }, { country: "DE" });
  const path = `/admin/users/${ada.id}/tax`;
  return { ada, path, app: await makeApp(deps), session: { session: billing.session } };
}

Deno.test("staff exempt a customer on the page that the user's page leads to, change it and end it", async () => {
  await using deps = await makeDeps();
  const { ada, app, path, session } = await openOffice(deps);
  expect(await (await app.get(`/admin/users/${ada.id}`, session)).text())
    .toContain(`href="${path}"`);
  expect(await (await app.get(path, session)).text()).toContain("Exempt from tax");

  const saved = await app.post(path, EXEMPTION, session);

  expect([saved.status, saved.headers.get("location")]).toEqual([303, path]);
  expect(await readExemption(deps.kv, ada.id)).toMatchObject({
    reason: "Embassy of France",
    certificateNumber: "12/2026",
    validFrom: "2026-01-01",
    validUntil: "2026-12-31",
  });
  const page = await (await app.get(path, session)).text();
  expect(page).toContain("In force");
  expect(page).toContain(
    "This customer is exempt from VAT: Embassy of France, certificate 12/2026",
  );
  expect((await app.post(path, { action: "end" }, session)).status).toBe(303);
  expect(await readExemption(deps.kv, ada.id)).toBe(null);
});

Deno.test("what is wrong with an exemption is said beside its field, what was typed stays, nothing is written", async () => {
  await using deps = await makeDeps();
  const { app, path, session } = await openOffice(deps);
  await app.get(path, session);
  const before = await dumpKv(deps.kv, IGNORE);
  const wrong: Array<[change: Record<string, string>, message: string]> = [
    [{ reason: "" }, "Say why: it is printed."],
    [{ valid_until: "2025-12-31" }, "The last day is before the first."],
    [{ valid_from: "soon" }, "Enter a day such as 2026-12-31."],
  ];
  for (const [change, message] of wrong) {
    const refused = await app.post(path, { ...EXEMPTION, ...change }, session);
    const page = await refused.text();
    expect([refused.status, page.includes(message)]).toEqual([422, true]);
    expect(page).toContain('value="12/2026"');
  }
  expect((await app.post(path, { ...EXEMPTION, rate: "0" }, session)).status).toBe(422);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("the tax report is a page and a file, by month or quarter; wrong days and units are refused", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people } = await makeWorld(deps);
  await updateTaxDays(deps);
  const session = { session: people.billing.session };

  const page = await (await app.get("/admin/reports/tax?by=quarter", session)).text();
  expect(page).toContain("Q1 2026");
  const file = await app.get("/admin/reports/export?file=tax&by=month", session);
  expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  const [head, ...rows] = (await file.text()).trim().split("\r\n");
  expect(head).toContain("period,country,treatment,rate_percent,customer_kind,currency,net,tax");
  expect(rows.map((row) => row.split(",")[0])).toEqual(["2026-03"]);

  expect((await app.get("/admin/reports/tax?from=2026-13-01", session)).status).toBe(422);
  expect((await app.get("/admin/reports/export?file=tax&by=year", session)).status).toBe(404);
});
