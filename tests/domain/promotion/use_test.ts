/** Using promotions: who may, who may not and why, the last use among many, and what is given back. */
import { expect } from "expect";
import { previewPromotion, setPromotionStatus, UNKNOWN_CODE } from "@/domain/promotion/mod.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { killOrder, mustCreate, openPromotions, race, tryUse } from "./fixtures.ts";

async function usesOf(deps: TestDeps, id: string): Promise<number> {
  return (await deps.kv.get<{ uses: number }>(["promotions", id])).value!.uses;
}

/** The message of a refusal, having made sure that it wrote nothing. */
async function refused(deps: TestDeps, input: Parameters<typeof tryUse>[1]): Promise<string> {
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });
  const result = await tryUse(deps, input);
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
  if (result.ok || result.error.code !== "validation") throw new Error("it wasn't refused");
  expect(Object.keys(result.error.fields)).toEqual(["promo"]);
  return result.error.fields.promo!;
}

Deno.test("a code is used however it is typed, and counted once an order", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps, { max_uses_per_customer: "5" });

  for (const code of ["summer20", " SUMMER20 ", "Summer20", "\uff33UMMER20"]) {
    expect((await tryUse(deps, { code })).ok).toBe(true);
  }

  expect(await usesOf(deps, id)).toBe(4);
  expect(await countKeys(deps.kv, ["promotion_uses"])).toBe(4);
});

const REFUSED: ReadonlyArray<
  [
    what: string,
    form: Record<string, unknown>,
    input: Parameters<typeof tryUse>[1],
    message: RegExp,
  ]
> = [
  ["doesn't exist", {}, { code: "WINTER20" }, /isn't valid/],
  ["can't exist", {}, { code: "' OR 1" }, /isn't valid/],
  ["is nothing but blanks", {}, { code: "   " }, /isn't valid/],
  ["is over since yesterday", { ends_on: "2026-02-28" }, {}, /has expired/],
  ["begins tomorrow", { starts_on: "2026-03-02" }, {}, /from 2026-03-02 on/],
  [
    "is for new customers, from an old one",
    { new_customers: "on" },
    { isNewCustomer: false },
    /first order/,
  ],
];

for (const [what, form, input, message] of REFUSED) {
  Deno.test(`a code that ${what} is refused, and nothing is written`, async () => {
    await using deps = await openPromotions();
    await mustCreate(deps, form);
    expect(await refused(deps, input)).toMatch(message);
  });
}

Deno.test("a code can be used on its first and its last day", async () => {
  await using deps = await openPromotions();
  await mustCreate(deps, { starts_on: "2026-03-01", ends_on: "2026-03-01", max_uses: "" });
  expect((await tryUse(deps)).ok).toBe(true);
});

Deno.test("a paused code is refused until it goes on, an ended one for ever", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps);
  const actor = makeStaff();
  unwrap(await setPromotionStatus(deps, { actor, id, action: "pause" }));
  expect(await refused(deps, {})).toMatch(/at the moment/);
  unwrap(await setPromotionStatus(deps, { actor, id, action: "resume" }));
  expect((await tryUse(deps)).ok).toBe(true);
  unwrap(await setPromotionStatus(deps, { actor, id, action: "end" }));
  expect(await refused(deps, { customerId: "cus_2" })).toMatch(/has expired/);
  expect((await setPromotionStatus(deps, { actor, id, action: "resume" })).ok).toBe(false);
});

Deno.test("a customer uses a code as often as it says, and again once an order died", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps, { max_uses_per_customer: "2" });
  const first = unwrap(await tryUse(deps));
  unwrap(await tryUse(deps));

  expect(await refused(deps, {})).toMatch(/2 times/);
  expect((await tryUse(deps, { customerId: "cus_2" })).ok).toBe(true);

  await killOrder(deps, first.orderId);
  expect(await usesOf(deps, id)).toBe(2);
  expect((await tryUse(deps)).ok).toBe(true);
  expect(await usesOf(deps, id)).toBe(3);
});

Deno.test("a use is given back once, however often its order ends, and stays on record", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps, { max_uses: "1" });
  const { orderId } = unwrap(await tryUse(deps));

  await Promise.all([1, 2, 3].map(() => killOrder(deps, orderId)));
  await killOrder(deps, orderId);

  expect(await usesOf(deps, id)).toBe(0);
  expect(
    (await deps.kv.get<{ givenBackAt: string }>(["promotion_uses", orderId])).value!.givenBackAt,
  )
    .toBe("2026-03-01T12:00:00.000Z");
  expect(await countKeys(deps.kv, ["promotion_uses_by_customer"])).toBe(0);
  expect((await tryUse(deps, { customerId: "cus_2" })).ok).toBe(true);
});

Deno.test("an order without a code gives nothing back", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps);
  await killOrder(deps, deps.ids.next("ord"));
  expect(await usesOf(deps, id)).toBe(0);
});

for (const processes of [1, 2]) {
  Deno.test(`50 orders at once for the last use in ${processes} processes: exactly one has it`, async () => {
    const path = await Deno.makeTempFile({ suffix: ".kv" });
    try {
      using kv = await Deno.openKv(path);
      using otherKv = await Deno.openKv(path);
      await using deps = await makeDeps({ kv });
      await using other = await makeDeps({ kv: otherKv, at: "2026-03-01T12:00:00.001Z" });
      await seedCatalog(deps);
      const id = await mustCreate(deps, { max_uses: "3", max_uses_per_customer: "1" });
      for (const customerId of ["cus_a", "cus_b"]) unwrap(await tryUse(deps, { customerId }));

      const customers = Array.from({ length: 50 }, (_, at) => `cus_${at}`);
      const results = await race(processes === 2 ? [deps, other] : [deps], { customers });

      expect(results.filter((result) => result === "used").length).toBe(1);
      expect(await usesOf(deps, id)).toBe(3);
      expect(await countKeys(kv, ["promotion_uses"])).toBe(3);
      expect(await countKeys(kv, ["orders"])).toBe(3);
    } finally {
      await Deno.remove(path);
    }
  });
}

Deno.test("20 orders of one customer at once use a code that they may use twice exactly twice", async () => {
  await using deps = await openPromotions();
  const id = await mustCreate(deps, { max_uses_per_customer: "2" });

  const results = await race([deps], { customers: Array(20).fill("cus_1") });

  expect(results.filter((result) => result === "used").length).toBe(2);
  expect(await usesOf(deps, id)).toBe(2);
});

Deno.test("wrong codes are counted by person and by network, before they are looked at", async () => {
  await using deps = await openPromotions();
  await mustCreate(deps, { max_uses_per_customer: "" });
  const user = { customerId: "cus_1", isNewCustomer: () => Promise.resolve(true) };
  const guess = (code: string, personId: string, ip: string) =>
    previewPromotion(deps, { code, personId, ip, user });
  const codeOf = async (...args: Parameters<typeof guess>) => {
    const result = await guess(...args);
    return result.ok ? "ok" : result.error.code;
  };

  // Right ones cost nothing.
  for (let at = 0; at < 40; at++) expect(await codeOf("SUMMER20", "cus_1", "192.0.2.1")).toBe("ok");

  const guesses = await Promise.all(
    Array.from({ length: 20 }, (_, at) => codeOf(`GUESS${at}`, "cus_1", "192.0.2.1")),
  );
  expect(guesses.filter((code) => code === "validation").length).toBe(10);
  expect(guesses.filter((code) => code === "rate_limited").length).toBe(10);
  // Not even the right one any more, nor from elsewhere: or the limit would tell them apart.
  expect(await codeOf("SUMMER20", "cus_1", "192.0.2.1")).toBe("rate_limited");
  expect(await codeOf("SUMMER20", "cus_1", "203.0.113.9")).toBe("rate_limited");
  expect(await codeOf("SUMMER20", "cus_2", "192.0.2.1")).toBe("ok");

  // Other accounts of the same network, spelled as different addresses of one /64.
  for (let at = 0; at < 30; at++) {
    expect(await codeOf("GUESS", `cus_x${at}`, `2001:db8::${at}`)).toBe("validation");
  }
  expect(await codeOf("SUMMER20", "cus_y", "2001:db8::ffff")).toBe("rate_limited");
  expect(await codeOf("SUMMER20", "cus_y", "2001:db8:1::1")).toBe("ok");

  deps.clock.advance({ minutes: 15 });
  expect(await codeOf("SUMMER20", "cus_1", "192.0.2.1")).toBe("ok");
});

Deno.test("previewPromotion() answers as the order would, and writes nothing", async () => {
  await using deps = await openPromotions();
  await mustCreate(deps, { max_uses_per_customer: "1" });
  const preview = async (customerId: string, code = "summer20") => {
    const user = { customerId, isNewCustomer: () => Promise.resolve(true) };
    return await previewPromotion(deps, { code, personId: customerId, ip: "192.0.2.1", user });
  };
  unwrap(await tryUse(deps));
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  const used = await preview("cus_1");
  expect(used.ok || used.error).toMatchObject({
    fields: { promo: expect.stringMatching(/already/) },
  });
  const unknown = await preview("cus_1", "NOPE");
  expect(unknown.ok || unknown.error).toMatchObject({ fields: { promo: UNKNOWN_CODE } });
  expect(unwrap(await preview("cus_2"))).toMatchObject({ code: "SUMMER20", periods: 1 });
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
});
