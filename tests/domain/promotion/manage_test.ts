/** Staff make and change promotions. */
import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import {
  changePromotion,
  createPromotion,
  getPromotion,
  listPromotions,
  listPromotionUses,
  setPromotionStatus,
} from "@/domain/promotion/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { fail, unwrap } from "@/domain/shared/result.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { mustCreate, openPromotions, promotionForm, tryUse } from "./fixtures.ts";

const owner = makeStaff();

Deno.test("a promotion is kept as it was typed, and in the audit log", async () => {
  await using deps = await openPromotions();
  const form = promotionForm({
    code: " new-10 ",
    name: "For new ones",
    benefit: "fixed",
    amounts: "10 eur\r\n\r\n12,50 USD\n1500 JPY",
    periods: "some",
    period_count: "3",
    plans: ["vps-grow", "vps-grow"],
    cycles: ["annual", "monthly"],
    new_customers: "on",
    starts_on: "2026-03-01",
    ends_on: "2026-12-31",
    max_uses: "100",
    max_uses_per_customer: "1",
  });

  const { promotionId } = unwrap(await createPromotion(deps, { actor: owner, form }));

  const { promotion, form: shown } = unwrap(
    await getPromotion(deps, { viewer: owner, id: promotionId }),
  );
  expect(promotion).toMatchObject({
    code: "NEW-10",
    state: "active",
    benefit: {
      kind: "fixed",
      amounts: [money(1000, "EUR"), money(1250, "USD"), money(1500, "JPY")],
    },
    periods: 3,
    plans: ["vps-grow"],
    cycles: ["annual", "monthly"],
    forNewCustomers: true,
    startsOn: "2026-03-01",
    endsOn: "2026-12-31",
    maxUses: 100,
    maxUsesPerCustomer: 1,
    uses: 0,
  });
  expect(shown.texts).toMatchObject({
    amounts: "10.00 EUR\n12.50 USD\n1500 JPY",
    periods: "some",
    period_count: "3",
  });
  const { code: _, ...texts } = shown.texts;
  const change = { ...texts, ...shown.lists };
  unwrap(await changePromotion(deps, { actor: owner, id: promotionId, form: change }));
  expect(unwrap(await getPromotion(deps, { viewer: owner, id: promotionId })).promotion)
    .toEqual(promotion);
  const actions = unwrap(await listAudit(deps, { viewer: owner })).items.map(({ action }) =>
    action
  );
  expect(actions).toEqual(["promotion.changed", "promotion.created"]);
});

const WRONG: ReadonlyArray<[field: string, change: Record<string, unknown>]> = [
  ["code", { code: "" }],
  ["code", { code: "AB" }],
  ["code", { code: "-ABC" }],
  ["code", { code: "A B C" }],
  ["code", { code: "A".repeat(33) }],
  ["code", { code: "SÜMMER" }],
  ["name", { name: " " }],
  ["benefit", { benefit: "everything" }],
  ["percent", { percent: "" }],
  ["percent", { percent: "0" }],
  ["percent", { percent: "100.01" }],
  ["percent", { percent: "-5" }],
  ["percent", { percent: "1e2" }],
  ["amounts", { benefit: "fixed", amounts: "" }],
  ["amounts", { benefit: "fixed", amounts: "10" }],
  ["amounts", { benefit: "fixed", amounts: "10 XXY" }],
  ["amounts", { benefit: "fixed", amounts: "0 EUR" }],
  ["amounts", { benefit: "fixed", amounts: "-1 EUR" }],
  ["amounts", { benefit: "fixed", amounts: "1.999 EUR" }],
  ["amounts", { benefit: "fixed", amounts: "10 EUR\n20 EUR" }],
  ["periods", { periods: "never" }],
  ["period_count", { periods: "some" }],
  ["period_count", { periods: "some", period_count: "0" }],
  ["period_count", { periods: "some", period_count: "1.5" }],
  ["plans", { plans: ["vps-grow", "no-such-plan"] }],
  ["cycles", { cycles: ["weekly"] }],
  ["starts_on", { starts_on: "2026-02-30" }],
  ["ends_on", { ends_on: "31.12.2026" }],
  ["ends_on", { starts_on: "2026-03-02", ends_on: "2026-03-01" }],
  ["max_uses", { max_uses: "0" }],
  ["max_uses_per_customer", { max_uses_per_customer: "many" }],
  ["", { uses: "0" }],
];

for (const [field, change] of WRONG) {
  Deno.test(`a promotion with ${JSON.stringify(change)} is refused beside ${field || "the form"}`, async () => {
    await using deps = await openPromotions();
    const before = await dumpKv(deps.kv);
    const result = await createPromotion(deps, { actor: owner, form: promotionForm(change) });
    if (result.ok || result.error.code !== "validation") throw new Error("it was made");
    expect(Object.keys(result.error.fields)).toEqual([field]);
    expect(result.error.fields[field]).toMatch(/^[A-Z].*\.$/);
    expect(await dumpKv(deps.kv)).toEqual(before);
  });
}

Deno.test("a code belongs to one promotion, for good, also among many made at once", async () => {
  await using deps = await openPromotions();
  const form = promotionForm();
  const made = await Promise.all(
    Array.from({ length: 10 }, () => createPromotion(deps, { actor: owner, form })),
  );
  expect(made.filter((result) => result.ok).length).toBe(1);
  const { id } = (await listPromotions(deps, { viewer: owner })).items[0]!;
  unwrap(await setPromotionStatus(deps, { actor: owner, id, action: "end" }));
  const again = await createPromotion(deps, { actor: owner, form: { ...form, code: "summer20" } });
  expect(again.ok || again.error).toMatchObject({
    fields: { code: expect.stringMatching(/is or was/) },
  });
});

Deno.test("a change keeps the count of uses, and an ended promotion can't be changed", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps, { max_uses_per_customer: "" });
  unwrap(await tryUse(deps));
  const { code: _, ...form } = promotionForm({ percent: "30" });
  unwrap(await changePromotion(deps, { actor: owner, id, form }));
  expect(unwrap(await getPromotion(deps, { viewer: owner, id })).promotion)
    .toMatchObject({ uses: 1, benefit: { basisPoints: 3000 } });

  unwrap(await setPromotionStatus(deps, { actor: owner, id, action: "end" }));
  const before = await dumpKv(deps.kv);
  expect(await changePromotion(deps, { actor: owner, id, form }))
    .toEqual(fail({ code: "promotion_ended" }));
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a promotion's days say where it stands", async () => {
  await using deps = await openPromotions();
  await mustCreate(deps, { code: "LATER", starts_on: "2026-03-02" });
  await mustCreate(deps, { code: "OVER", ends_on: "2026-02-28" });
  await mustCreate(deps, { code: "NOW" });
  const { items } = await listPromotions(deps, { viewer: owner });
  expect(items.map(({ code, state }) => [code, state]))
    .toEqual([["NOW", "active"], ["OVER", "over"], ["LATER", "planned"]]);
});

Deno.test("promotions are nobody's without promotions.edit, and lists refuse what isn't a cursor", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps);
  unwrap(await tryUse(deps));
  const { code: _, ...form } = promotionForm();
  const before = await dumpKv(deps.kv);
  for (const role of ["support", "provisioning", "viewer"] as const) {
    const actor = makeStaff(role);
    const missing = fail({ code: "not_found" });
    expect(await createPromotion(deps, { actor, form: promotionForm({ code: "MINE" }) }))
      .toEqual(missing);
    expect(await changePromotion(deps, { actor, id, form })).toEqual(missing);
    expect(await setPromotionStatus(deps, { actor, id, action: "end" })).toEqual(missing);
    expect(await getPromotion(deps, { viewer: actor, id })).toEqual(missing);
    expect((await listPromotions(deps, { viewer: actor })).items).toEqual([]);
    expect((await listPromotionUses(deps, { viewer: actor, id })).items).toEqual([]);
  }
  expect((await listPromotions(deps, { viewer: owner, page: { after: "x" } })).items).toEqual([]);
  expect((await listPromotionUses(deps, { viewer: owner, id, page: { after: "x" } })).items)
    .toEqual([]);
  expect((await listPromotionUses(deps, { viewer: owner, id })).items).toMatchObject([
    { customerId: "cus_1", discount: money(21_00, "EUR"), givenBackAt: null },
  ]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});
