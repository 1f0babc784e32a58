/** What a rehearsal shows is what the nights then do, and it changes nothing. */
import { expect } from "expect";
import { type BillingStep, rehearse } from "@/domain/billing/mod.ts";
import { cancelService } from "@/domain/billing/mod.ts";
import { billingCommand, readBillingArguments } from "@/domain/operations/billing_command.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { setWalletPayment } from "@/domain/terms/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { mailsTo } from "@/tests/helpers/mails.ts";
import { makeCustomer, openShop } from "../order/fixtures.ts";
import { makeService, receive, runHours, runNow, setBilling } from "./helpers.ts";

/** Customers who pay from the wallet, don't pay, and cancel. */
async function openShopOfAll(deps: TestDeps): Promise<void> {
  const ada = await openShop(deps);
  const [ben, cem] = [await makeCustomer(deps, "ben"), await makeCustomer(deps, "cem")];
  await makeService(deps, ada, { hostname: "a.example.com" });
  await makeService(deps, ada, { hostname: "b.example.com", cycle: "annual" });
  await makeService(deps, ben, { hostname: "c.example.com", addons: ["ipv4:2"] });
  const serviceId = await makeService(deps, cem, { hostname: "d.example.com" });
  unwrap(await setWalletPayment(deps, { actor: ada, paysFromWallet: true }));
  await receive(deps, ada, { amount: money(2000, "EUR") });
  const form = { when: "end_of_term", reason: "", understood: "on" };
  unwrap(await cancelService(deps, { actor: cem, serviceId, form }));
  await setBilling(deps, {
    reminders: [{ days: 3, when: "before", fee: "" }, { days: 2, when: "after", fee: "2.50" }],
  });
  await runNow(deps);
}

/** A step without what only its own run can know. */
function shape(step: BillingStep): string {
  return JSON.stringify(step).replaceAll(/inv_\w+/g, "inv");
}

Deno.test("a rehearsal of 70 days shows what the 70 days then do, mails included, and changes nothing", async () => {
  await using deps = await makeDeps();
  await openShopOfAll(deps);
  deps.clock.set("2026-03-02T08:00:00Z");
  const before = await dumpKv(deps.kv);

  const shown = await rehearse(deps, { days: 70 });

  expect(await dumpKv(deps.kv)).toEqual(before);
  const mailsBefore = (await mailsTo(deps)).length;
  const done = await runHours(deps, 70);
  expect(new Set(shown.steps.map(({ kind }) => kind))).toEqual(
    new Set([
      "invoice_issued",
      "reminder",
      "late_fee",
      "suspended",
      "warned",
      "ending",
      "terminated",
    ]),
  );
  expect(shown.steps.map(shape)).toEqual(done.steps.map(shape));
  const mails = (await mailsTo(deps)).slice(mailsBefore);
  expect(shown.mails.map(({ template, to }) => `${template} ${to}`).toSorted())
    .toEqual(mails.map(({ template, to }) => `${template} ${to.email}`).toSorted());
  expect([shown.failed, shown.isCut]).toEqual([0, false]);
});

Deno.test("a rehearsal stops where it was told to, and counts what it can't deal with", async () => {
  await using deps = await makeDeps();
  await openShopOfAll(deps);
  const [entry] = await Array.fromAsync(deps.kv.list<object>({ prefix: ["services"] }));
  await deps.kv.set(entry!.key, { ...entry!.value, status: "sleeping" });
  const before = await dumpKv(deps.kv);

  const cut = await rehearse(deps, { days: 400, mostSteps: 3 });
  const whole = await rehearse(deps, { days: 30 });

  expect([cut.steps.length, cut.isCut]).toEqual([3, true]);
  expect(whole.failed).toBeGreaterThan(0);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("the command shows or does what was asked, and refuses a future that isn't forced", async () => {
  await using deps = await makeDeps();
  await openShopOfAll(deps);
  const ask = async (...args: string[]) => {
    const read = readBillingArguments(args);
    const done = read.ok ? await billingCommand(deps, read.value) : read;
    return done.ok ? done.value : done.error.message;
  };
  const before = await dumpKv(deps.kv);

  const shown = await ask("--at", "2026-03-18T03:00:00Z", "--dry-run");
  const days = await ask("--at", "2026-03-18", "--dry-run", "--days", "30");
  const future = await ask("--at", "2026-03-18T03:00:00Z");
  for (
    const args of [
      ["--at"],
      ["--at", "soon"],
      ["--days", "-1"],
      ["--days", "999"],
      ["--dryrun"],
    ]
  ) expect(await ask(...args)).toMatch(/^(--at needs|--days needs|billing doesn't know)/);

  expect(shown).toContain("invoice_issued  INV-2026-000005 12.00 EUR due 2026-04-01");
  expect(shown).toContain("mail renewal_issued to ben@example.com");
  expect(shown).toMatch(/2 invoice_issued\.$/);
  expect(days).toContain("2026-04-06T08:00:00.000Z  suspended  c.example.com");
  expect(future).toMatch(/^that is in the future/);
  expect(await dumpKv(deps.kv)).toEqual(before);

  expect(await ask("--at", "2026-03-18T03:00:00Z", "--force")).toMatch(/2 invoice_issued\.$/);
  expect(await ask("--at", "2026-03-18T03:00:00Z", "--force")).toBe("Nothing to do.");
  deps.clock.set("2026-03-19T03:00:00Z");
  expect(await ask()).toBe("Nothing to do.");
});
