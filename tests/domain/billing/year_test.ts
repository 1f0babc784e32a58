/** Years in the life of services, on a clock that goes day by day, with the exact lines of each invoice. */
import { expect } from "expect";
import { updateProfile } from "@/domain/customer/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { type ChangeTime, previewChange, requestChange } from "@/domain/change/mod.ts";
import { scanCreditNotes } from "@/domain/credit_note/mod.ts";
import { scanInvoices } from "@/domain/invoice/mod.ts";
import { getWalletBalance } from "@/domain/ledger/mod.ts";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { setWalletPayment } from "@/domain/terms/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { openShop, setTax } from "../order/fixtures.ts";
import {
  mailsBy,
  makeService,
  payInvoice,
  receive,
  renewalsOf,
  runNow,
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

Deno.test("a year with plans that go up, down and to another term, beside renewals, with every line", async () => {
  await using deps = await makeDeps({ at: "2028-01-31T10:00:00Z" });
  const customer = await openShop(deps);
  const form = { name: "Ada", country: "NZ", language: "en", time_zone: "Pacific/Auckland" };
  unwrap(await updateProfile(deps, { actor: customer, form }));
  await setTax(deps, { mode: "flat", rateBasisPoints: 1500 });
  await setBilling(deps, { leadDays: 10 });
  const serviceId = await makeService(deps, customer);
  await receive(deps, customer, { amount: money(50_000, "EUR") });
  unwrap(await setWalletPayment(deps, { actor: customer, paysFromWallet: true }));
  const change = async (plan: string, cycle: string, when: ChangeTime = "now") => {
    const wanted = { actor: customer, serviceId, plan, cycle };
    const { now } = unwrap(await previewChange(deps, wanted));
    const asked = { ...wanted, when, seen: now?.seen ?? "", fromWallet: true };
    unwrap(await requestChange(deps, asked));
    await runNow(deps);
  };

  await runUntil(deps, "2029-04-25", async (today) => {
    if (today === "2028-02-10") await change("vps-scale", "monthly");
    if (today === "2028-03-15") {
      // It is the 16th for the customer, and the 15th for the bill.
      deps.clock.set("2028-03-15T23:30:00Z");
      await change("vps-start", "monthly");
    }
    if (today === "2028-04-19") {
      // The wallet is asked not to pay, so that the invoice for the next term is open.
      unwrap(await setWalletPayment(deps, { actor: customer, paysFromWallet: false }));
    }
    if (today === "2028-04-20") await change("vps-start", "annual");
    if (today === "2028-12-10") {
      unwrap(await setWalletPayment(deps, { actor: customer, paysFromWallet: true }));
      await change("vps-grow", "monthly", "next_term");
    }
  });

  expect(await storyOf(deps)).toEqual([
    // 19 of the 29 days of a February with 29.
    "2028-02-10 change paid: VPS Scale 15.72 (2028-02-10/2028-02-29), " +
    "VPS Grow, not used any more -7.86 (2028-02-10/2028-02-29) = 7.86 + 1.18",
    "2028-02-19 renewal paid: VPS Scale 24.00 (2028-02-29/2028-03-31) = 24.00 + 3.60",
    // 16 of 31 days: 12.39 less 3.10.
    "2028-03-15 credit of 2028-02-19: VPS Scale 9.29 + 1.39",
    "2028-03-21 renewal paid: VPS Start 6.00 (2028-03-31/2028-04-30) = 6.00 + 0.90",
    "2028-04-20 renewal void: VPS Start 6.00 (2028-04-30/2028-05-31) = 6.00 + 0.90",
    // 10 of 30 days of 6.00 are taken off.
    "2028-04-20 change paid: VPS Start 60.00 (2028-04-20/2029-04-20), " +
    "VPS Start, not used any more -2.00 (2028-04-20/2028-04-30) = 58.00 + 8.70",
    "2029-04-10 renewal paid: VPS Grow 12.00 (2029-04-20/2029-05-20) = 12.00 + 1.80",
  ]);
  const service = await serviceOf(deps, serviceId);
  expect([service.plan, service.cycle, service.anchorOn, service.nextDueOn])
    .toEqual(["vps-grow", "monthly", "2029-04-20", "2029-05-20"]);
  const wallet = await getWalletBalance(deps, { accountId: customer.id, currency: "EUR" });
  const spent = 786 + 118 + 2400 + 360 - 929 - 139 + 600 + 90 + 5800 + 870 + 1200 + 180;
  expect(wallet).toEqual(money(50_000 - spent, "EUR"));
  unwrap(await verifyBooks(deps));
});

Deno.test("a year begun on 29 February goes up and down within it, and is renewed at the last plan's price", async () => {
  await using deps = await makeDeps({ at: "2028-02-29T10:00:00Z" });
  const customer = await openShop(deps);
  const serviceId = await makeService(deps, customer, { cycle: "annual" });
  await receive(deps, customer, { amount: money(100_000, "EUR") });
  unwrap(await setWalletPayment(deps, { actor: customer, paysFromWallet: true }));
  const change = async (plan: string) => {
    const wanted = { actor: customer, serviceId, plan, cycle: "annual" };
    const { now } = unwrap(await previewChange(deps, wanted));
    unwrap(
      await requestChange(deps, { ...wanted, when: "now", seen: now!.seen, fromWallet: true }),
    );
    await runNow(deps);
  };

  await runUntil(deps, "2029-03-05", async (today) => {
    if (today === "2028-08-31") await change("vps-scale");
    if (today === "2028-12-31") await change("vps-start");
  });

  // From 29 February 2028 to 28 February 2029 are 365 days: 181 are left in August, 59 at the end of the year.
  expect(await storyOf(deps)).toEqual([
    "2028-08-31 change paid: VPS Scale 119.01 (2028-08-31/2029-02-28), " +
    "VPS Grow, not used any more -59.51 (2028-08-31/2029-02-28) = 59.50 + 0.00",
    // 38.79 less 9.70, all of which the change before had paid.
    "2028-12-31 credit of 2028-08-31: VPS Scale 29.09 + 0.00",
    "2029-02-14 renewal paid: VPS Start 60.00 (2029-02-28/2030-02-28) = 60.00 + 0.00",
  ]);
  expect((await serviceOf(deps, serviceId)).nextDueOn).toBe("2030-02-28");
  unwrap(await verifyBooks(deps));
});

/** All invoices but those of orders, and all credit notes, each in one line, in the order of their making. */
async function storyOf(deps: TestDeps): Promise<string[]> {
  const invoices = await Array.fromAsync(scanInvoices(deps.kv));
  const days = new Map(invoices.map(({ id, issuedAt }) => [id, issuedAt.slice(0, 10)]));
  const told = invoices.filter(({ kind }) => kind !== "order").map((invoice) => {
    const { issuedAt, kind, status, lines, subtotal, tax } = invoice;
    const texts = lines.map(({ label, amount, period }) =>
      `${label} ${toDecimal(amount)} (${period!.startsOn}/${period!.endsOn})`
    );
    const sums = `${toDecimal(subtotal)} + ${toDecimal(tax)}`;
    const text = `${issuedAt.slice(0, 10)} ${kind} ${status}: ${texts.join(", ")} = ${sums}`;
    return { at: issuedAt, text };
  });
  const credits = (await Array.fromAsync(scanCreditNotes(deps.kv))).map((note) => {
    const { issuedAt, invoiceId, lines } = note;
    const texts = lines.map(({ label, net, tax }) =>
      `${label} ${toDecimal(net)} + ${toDecimal(tax)}`
    );
    const text = `${issuedAt.slice(0, 10)} credit of ${days.get(invoiceId)}: ${texts.join(", ")}`;
    return { at: issuedAt, text };
  });
  return [...told, ...credits].sort((one, other) => one.at < other.at ? -1 : 1)
    .map(({ text }) => text);
}

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
