/** Years in the life of services, on a clock that goes day by day, with the exact lines of each invoice. */
import { expect } from "expect";
import { updateProfile } from "@/domain/customer/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { setWalletPayment } from "@/domain/terms/mod.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { openShop } from "../order/fixtures.ts";
import {
  mailsBy,
  makeService,
  payInvoice,
  receive,
  renewalsOf,
  runUntil,
  serviceOf,
  setBilling,
  shortOf,
} from "./helpers.ts";

Deno.test("a monthly service begun on the 31st keeps its day through a leap year", async () => {
  await using deps = await makeDeps({ at: "2028-01-31T10:00:00Z" });
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer, { addons: ["ipv4:2"] });
  await setBilling(deps, { leadDays: 10 });

  const paid = new Set<string>();
  await runUntil(deps, "2029-01-31", async (today) => {
    for (const { id, dueOn } of await renewalsOf(deps)) {
      if (dueOn === today && !paid.has(id)) {
        await payInvoice(deps, customer, id);
        paid.add(id);
      }
    }
  });

  const lines = (await renewalsOf(deps, serviceId)).map(shortOf);
  const what = "VPS Grow, monthly × 1 12.00, Extra IPv4 address × 2 4.00 = 16.00";
  expect(lines).toEqual([
    `2028-02-19 due 2028-02-29: 2028-02-29/2028-03-31 ${what}`,
    `2028-03-21 due 2028-03-31: 2028-03-31/2028-04-30 ${what}`,
    `2028-04-20 due 2028-04-30: 2028-04-30/2028-05-31 ${what}`,
    `2028-05-21 due 2028-05-31: 2028-05-31/2028-06-30 ${what}`,
    `2028-06-20 due 2028-06-30: 2028-06-30/2028-07-31 ${what}`,
    `2028-07-21 due 2028-07-31: 2028-07-31/2028-08-31 ${what}`,
    `2028-08-21 due 2028-08-31: 2028-08-31/2028-09-30 ${what}`,
    `2028-09-20 due 2028-09-30: 2028-09-30/2028-10-31 ${what}`,
    `2028-10-21 due 2028-10-31: 2028-10-31/2028-11-30 ${what}`,
    `2028-11-20 due 2028-11-30: 2028-11-30/2028-12-31 ${what}`,
    `2028-12-21 due 2028-12-31: 2028-12-31/2029-01-31 ${what}`,
    `2029-01-21 due 2029-01-31: 2029-01-31/2029-02-28 ${what}`,
  ]);
  const service = await serviceOf(deps, serviceId);
  expect([service.status, service.nextDueOn, service.paidPeriods]).toEqual([
    "active",
    "2029-02-28",
    13,
  ]);
  unwrap(await verifyBooks(deps));
});

Deno.test("annual, quarterly and monthly services run side by side, each from its own first day", async () => {
  await using deps = await makeDeps({ at: "2028-02-29T10:00:00Z" });
  const customer = await openShop(deps);
  const ids = {
    annual: await makeService(deps, customer, { cycle: "annual", hostname: "a.example.com" }),
    monthly: await makeService(deps, customer, { hostname: "m.example.com" }),
  };
  await receive(deps, customer, { amount: money(100_000, "EUR") });
  unwrap(await setWalletPayment(deps, { actor: customer, paysFromWallet: true }));
  await runUntil(deps, "2028-04-30");
  const quarterly = await makeService(deps, customer, {
    cycle: "quarterly",
    hostname: "q.example.com",
  });

  await runUntil(deps, "2029-03-20");

  const lines = async (id: string) => (await renewalsOf(deps, id)).map(shortOf);
  expect(await lines(ids.annual)).toEqual([
    "2029-02-14 due 2029-02-28: 2029-02-28/2030-02-28 VPS Grow, annual × 1 120.00 = 120.00",
  ]);
  expect(await lines(quarterly)).toEqual([
    "2028-07-16 due 2028-07-30: 2028-07-30/2028-10-30 VPS Grow, quarterly × 1 34.20 = 34.20",
    "2028-10-16 due 2028-10-30: 2028-10-30/2029-01-30 VPS Grow, quarterly × 1 34.20 = 34.20",
    "2029-01-16 due 2029-01-30: 2029-01-30/2029-04-30 VPS Grow, quarterly × 1 34.20 = 34.20",
  ]);
  const months = await renewalsOf(deps, ids.monthly);
  expect(months.map(({ dueOn }) => dueOn.slice(5))).toEqual(
    ["03-29", "04-29", "05-29", "06-29", "07-29", "08-29", "09-29", "10-29", "11-29", "12-29"]
      .concat(["01-29", "02-28", "03-29"]),
  );
  expect((await renewalsOf(deps)).every(({ status }) => status === "paid")).toBe(true);
  expect((await serviceOf(deps, ids.annual)).nextDueOn).toBe("2030-02-28");
  unwrap(await verifyBooks(deps));
});

for (const zone of ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"]) {
  Deno.test(`days are those of UTC for a customer in ${zone}, hours in mails are theirs too`, async () => {
    await using deps = await makeDeps({ at: "2027-03-31T23:30:00Z" });
    const customer = await openShop(deps);
    unwrap(
      await updateProfile(deps, {
        actor: customer,
        form: { name: "Ada", country: "US", language: "en", time_zone: zone },
      }),
    );
    const serviceId = await makeService(deps, customer);

    await runUntil(deps, "2027-05-31");

    const [first] = await renewalsOf(deps, serviceId);
    expect(first && shortOf(first)).toBe(
      "2027-04-16 due 2027-04-30: 2027-04-30/2027-05-31 VPS Grow, monthly × 1 12.00 = 12.00",
    );
    const [warning] = await mailsBy(deps, "service_final_warning");
    const at = Temporal.Instant.from("2027-05-30T08:00:00Z").toZonedDateTimeISO(zone);
    expect(warning!.variables.endsAt).toContain(`${at.day} May 2027 at ${hourOf(at)} (${zone})`);
    expect(warning!.variables.endsAt).toContain("08:00 UTC");
  });
}

function hourOf(at: Temporal.ZonedDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: "minute" });
}
