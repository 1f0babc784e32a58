/** The promotion pages of staff through the real handler. */
import { expect } from "expect";
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { listPromotions } from "@/domain/promotion/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeStaff, mustPlace } from "@/tests/domain/order/fixtures.ts";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";

const FORM: Fields = {
  action: "create",
  code: "summer20",
  name: "Summer",
  benefit: "percent",
  percent: "20",
  amounts: "",
  periods: "some",
  period_count: "3",
  plans: ["vps-grow"],
  cycles: ["annual", "monthly"],
  starts_on: "",
  ends_on: "2026-12-31",
  max_uses: "50",
  max_uses_per_customer: "1",
};
const IGNORE = { ignore: ["sessions", "rate_limits"] };

async function openOffice(deps: TestDeps) {
  unwrap(await seedCatalog(deps));
  const ada = await makePerson(deps, { name: "Ada Customer", email: "ada@example.com" });
  const staff = { name: "Billing", email: "b@example.com", role: "billing" } as const;
  const session = { session: (await makePerson(deps, staff)).session };
  return { ada, app: await makeApp(deps), session };
}

Deno.test("POST /admin/promotions/new makes a promotion and leads to its page, which pauses and ends it", async () => {
  await using deps = await makeDeps();
  const { app, ada, session } = await openOffice(deps);

  const made = await app.post("/admin/promotions/new", FORM, session);

  expect(made.status).toBe(303);
  const path = made.headers.get("location")!;
  expect(path).toMatch(/^\/admin\/promotions\/prm_/);
  await mustPlace(deps, ada.customer, { promo: "SUMMER20" });
  const page = await (await app.get(path, session)).text();
  expect(page).toContain("20 % off, the first 3 terms");
  expect(page.includes("VPS Grow; Monthly, Annual")).toBe(true);
  expect(page).toContain("1 of 50");
  expect(page).toContain("€32.00");
  const list = await (await app.get("/admin/promotions?status=active", session)).text();
  expect(list).toContain("SUMMER20");

  const stateAfter = async (action: string) => {
    expect((await app.post(path, { action }, session)).status).toBe(303);
    return (await listPromotions(deps, { viewer: makeStaff() })).items[0]!.state;
  };
  expect(await stateAfter("pause")).toBe("paused");
  expect(await stateAfter("resume")).toBe("active");
  const { code: _, ...texts } = FORM;
  const change = { ...texts, action: "change", percent: "25" };
  expect((await app.post(path, change, session)).status).toBe(303);
  expect((await listPromotions(deps, { viewer: makeStaff() })).items[0]!.benefit)
    .toEqual({ kind: "percent", basisPoints: 2500 });
  expect(await stateAfter("end")).toBe("ended");
  expect(await (await app.get(path, session)).text()).not.toContain(
    '<form method="post" action="/admin/promotions',
  );
  expect((await app.post(path, { action: "resume" }, session)).status).toBe(409);
});

const WRONG: ReadonlyArray<[field: string, change: Fields]> = [
  ["code", { code: "A B" }],
  ["percent", { percent: "120" }],
  ["amounts", { benefit: "fixed", amounts: "ten euros" }],
  ["period_count", { period_count: "" }],
  ["plans", { plans: ["no-such-plan"] }],
  ["ends_on", { ends_on: "31.12.2026" }],
];

for (const [field, change] of WRONG) {
  Deno.test(`POST /admin/promotions/new refuses ${JSON.stringify(change)} beside ${field} and keeps what was typed`, async () => {
    await using deps = await makeDeps();
    const { app, session } = await openOffice(deps);
    const before = await dumpKv(deps.kv, IGNORE);

    const refused = await app.post("/admin/promotions/new", { ...FORM, ...change }, session);

    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain(`href="#f-${field}"`);
    expect(html).toContain('value="Summer"');
    expect(html).toContain(`name="code" value="${{ ...FORM, ...change }.code}"`);
    expect(html).toMatch(/value="annual"[^>]*checked|checked[^>]*value="annual"/);
    expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
  });
}

Deno.test("promotions ask who is there once more when the log-in is a while ago", async () => {
  await using deps = await makeDeps();
  const { app, session } = await openOffice(deps);
  deps.clock.advance({ minutes: 11 });
  const before = await dumpKv(deps.kv, IGNORE);

  const sent = await app.post("/admin/promotions/new", FORM, session);

  expect(sent.status).toBe(303);
  expect(sent.headers.get("location")).toMatch(/^\/admin\/confirm/);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});
