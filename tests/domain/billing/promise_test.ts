/** "I'll pay on …": what it puts off, how often, and how far. */
import { expect } from "expect";
import { getPromise, promisePayment } from "@/domain/billing/mod.ts";
import { changeTerms, setWalletPayment } from "@/domain/terms/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makeCustomer, makeStaff, openShop } from "../order/fixtures.ts";
import { mailsBy, makeService, payInvoice, renewalsOf, runUntil, serviceOf } from "./helpers.ts";

async function openOverdue(deps: TestDeps, day = "2026-04-03") {
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer);
  await runUntil(deps, day);
  const [invoice] = await renewalsOf(deps);
  return { actor: customer, serviceId, invoiceId: invoice!.id };
}

Deno.test("a promise holds reminders and the suspension until the day after it", async () => {
  await using deps = await makeDeps();
  const { actor, serviceId, invoiceId } = await openOverdue(deps);
  expect(await getPromise(deps, { viewer: actor, invoiceId }))
    .toEqual({ payOn: null, from: "2026-04-03", until: "2026-04-13" });

  unwrap(await promisePayment(deps, { actor, invoiceId, payOn: "2026-04-13" }));
  await runUntil(deps, "2026-04-13");

  expect((await serviceOf(deps, serviceId)).status).toBe("active");
  expect((await mailsBy(deps, "invoice_reminder")).map(({ fact }) => fact.split(":")[2]))
    .toEqual(["-3", "1"]);
  await runUntil(deps, "2026-04-14");
  expect((await serviceOf(deps, serviceId)).status).toBe("suspended");
  expect(await getPromise(deps, { viewer: actor, invoiceId }))
    .toEqual({ payOn: "2026-04-13", from: null, until: null });
});

Deno.test("a promise that is kept leaves nothing behind", async () => {
  await using deps = await makeDeps();
  const { actor, serviceId, invoiceId } = await openOverdue(deps);
  unwrap(await promisePayment(deps, { actor, invoiceId, payOn: "2026-04-10" }));
  await runUntil(deps, "2026-04-10");
  await payInvoice(deps, actor, invoiceId);
  await runUntil(deps, "2026-04-16");
  expect((await serviceOf(deps, serviceId)).status).toBe("active");
  expect((await mailsBy(deps, "service_suspended")).length).toBe(0);
});

Deno.test("a promise is given once, within limits, by whoever may, and before the suspension", async () => {
  await using deps = await makeDeps();
  const { actor, invoiceId } = await openOverdue(deps);
  const stranger = await makeCustomer(deps, "ben");
  const before = await dumpKv(deps.kv);
  const tries = [
    ["not_found", stranger, invoiceId, "2026-04-10"],
    ["not_found", actor, "__proto__", "2026-04-10"],
    ["validation", actor, invoiceId, "2026-04-02"],
    ["validation", actor, invoiceId, "2026-04-14"],
    ["validation", actor, invoiceId, "2026-02-31"],
    ["validation", actor, invoiceId, "tomorrow"],
  ] as const;
  for (const [code, who, id, payOn] of tries) {
    const refused = await promisePayment(deps, { actor: who, invoiceId: id, payOn });
    expect([payOn, refused.ok || refused.error.code]).toEqual([payOn, code]);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);

  unwrap(await promisePayment(deps, { actor, invoiceId, payOn: "2026-04-10" }));
  const given = await dumpKv(deps.kv);
  const second = await promisePayment(deps, { actor, invoiceId, payOn: "2026-04-11" });
  expect(second).toEqual({ ok: false, error: { code: "not_promisable" } });
  expect(await dumpKv(deps.kv)).toEqual(given);
});

Deno.test("there is nothing to promise once a service is suspended, or where nothing is ever suspended", async () => {
  await using deps = await makeDeps();
  const { actor, invoiceId } = await openOverdue(deps, "2026-04-07");
  const promised = await promisePayment(deps, { actor, invoiceId, payOn: "2026-04-09" });
  expect(promised).toEqual({ ok: false, error: { code: "not_promisable" } });
  expect(await getPromise(deps, { viewer: actor, invoiceId })).toBe(null);
});

Deno.test("terms are changed by those who may, to what fits, and nothing is written else", async () => {
  await using deps = await makeDeps();
  const customer = await openShop(deps);
  const billing = makeStaff("billing");
  const before = await dumpKv(deps.kv);
  const form = { grace_days: "3" };
  const tries = [
    ["not_found", { actor: makeStaff("support"), customerId: customer.id, form }],
    ["not_found", { actor: billing, customerId: "cus_01J00000000000000000000009", form }],
    ["not_found", { actor: billing, customerId: "__proto__", form }],
    ["validation", { actor: billing, customerId: customer.id, form: { grace_days: "91" } }],
    ["validation", { actor: billing, customerId: customer.id, form: { lead_days: "1.5" } }],
    ["validation", { actor: billing, customerId: customer.id, form: { suspends_unpaid: "x" } }],
    ["validation", { actor: billing, customerId: customer.id, form: { paysFromWallet: "yes" } }],
  ] as const;
  for (const [code, input] of tries) {
    const refused = await changeTerms(deps, input);
    expect(refused.ok || refused.error.code).toBe(code);
  }
  const member = { personId: "cus_x", kind: "member" as const, rights: new Set(["services"]) };
  const refused = await setWalletPayment(deps, {
    actor: { ...customer, via: member as never },
    paysFromWallet: true,
  });
  expect(refused.ok || refused.error.code).toBe("not_found");
  expect(await dumpKv(deps.kv)).toEqual(before);
});
