import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { countJobs, runDueJobs } from "@/domain/job/mod.ts";
import { listMails, mailJobHandlers } from "@/domain/mail/mod.ts";
import {
  DEFAULT_TAX,
  getSettings,
  type Section,
  SECTIONS,
  updateSettings,
} from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { fail, invalid, unwrap, type ValidationError } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";

const owner: StaffActor = { kind: "staff", id: "cus_1", permissions: ROLE_PERMISSIONS.owner };

const account = {
  currency: "eur",
  holder: " CloudNest Ltd ",
  iban: "de89 3704 0044 0532 0130 00",
  bic: "cobadeffxxx",
  bankName: "Commerzbank",
  instructions: "",
};

Deno.test("each section has defaults that fit it", async () => {
  await using deps = await makeDeps();
  for (const section of SECTIONS) {
    const values = await getSettings(deps, section);
    expect((await updateSettings(deps, { actor: owner, section, values })).ok).toBe(true);
    expect(await getSettings(deps, section)).toEqual(values);
  }
  expect((await getSettings(deps, "company")).supportEmail).toBe("owner@cloudnest.test");
  expect((await getSettings(deps, "bank")).accounts).toEqual([]);
});

Deno.test("what people type is stored in its exact form", async () => {
  await using deps = await makeDeps();
  const values = { accounts: [account] };
  unwrap(await updateSettings(deps, { actor: owner, section: "bank", values }));
  expect((await getSettings(deps, "bank")).accounts).toEqual([{
    ...account,
    currency: "EUR",
    holder: "CloudNest Ltd",
    iban: "DE89370400440532013000",
    bic: "COBADEFFXXX",
  }]);
});

const tax = DEFAULT_TAX;

const BAD: Array<[Section, unknown, string]> = [
  ["bank", { accounts: [{ ...account, iban: "DE88370400440532013000" }] }, "accounts.0.iban"],
  ["bank", { accounts: [account, { ...account, bic: "X" }] }, "accounts.1.bic"],
  ["bank", { accounts: [{ ...account, currency: "EURO" }] }, "accounts.0.currency"],
  ["bank", { accounts: [{ ...account, secret: 1 }] }, "accounts.0"],
  ["bank", { accounts: Array(11).fill(account) }, "accounts"],
  ["bank", { accounts: [], status: "x" }, ""],
  ["bank", null, ""],
  [
    "crypto",
    { addresses: [{ asset: "DOGE", network: "bitcoin", address: "x" }] },
    "addresses.0.asset",
  ],
  [
    "crypto",
    { addresses: [{ asset: "BTC", network: "bitcoin", address: "bc1qw508d6qejxtdg" }] },
    "addresses.0.address",
  ],
  [
    "crypto",
    {
      addresses: [{
        asset: "BTC",
        network: "tron",
        address: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
      }],
    },
    "addresses.0.network",
  ],
  ["orders", { unpaidExpiryHours: 0, invoiceDueDays: 7, termsVersion: "1" }, "unpaidExpiryHours"],
  ["orders", { unpaidExpiryHours: 1.5, invoiceDueDays: 7, termsVersion: "1" }, "unpaidExpiryHours"],
  ["orders", { unpaidExpiryHours: 72, invoiceDueDays: -1, termsVersion: "1" }, "invoiceDueDays"],
  ["money", { currency: "XXY" }, "currency"],
  ["tax", { ...tax, rateBasisPoints: 10_001 }, "rateBasisPoints"],
  ["tax", { ...tax, mode: "by_magic" }, "mode"],
  ["tax", { ...tax, rates: [...tax.rates, tax.rates[0]] }, "rates.30.country"],
  ["tax", { ...tax, reverseChargeText: " " }, "reverseChargeText"],
  [
    "tax",
    { ...tax, registrations: [{ country: "DE", number: "DE136695975" }] },
    "registrations.0.number",
  ],
  [
    "tax",
    { ...tax, registrations: [{ country: "DE", number: "ATU13585627" }] },
    "registrations.0.number",
  ],
  ["tax", { ...tax, mode: "by_country" }, "mode"],
];

Deno.test("a value that doesn't fit is refused beside its field, and nothing is written", async () => {
  await using deps = await makeDeps();
  const before = await dumpKv(deps.kv);
  for (const [section, values, field] of BAD) {
    const result = await updateSettings(deps, { actor: owner, section, values });
    const fields = !result.ok && result.error.code === "validation" ? result.error.fields : {};
    expect([section, Object.keys(fields)]).toEqual([section, [field]]);
    expect(fields[field]).toMatch(/\.$/);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("only settings.edit changes settings", async () => {
  await using deps = await makeDeps();
  const values = await getSettings(deps, "orders");
  for (const role of ["billing", "support", "provisioning", "viewer"] as const) {
    const actor: StaffActor = { ...owner, permissions: ROLE_PERMISSIONS[role] };
    const result = await updateSettings(deps, { actor, section: "orders", values });
    expect(result).toEqual(fail({ code: "not_found" }));
  }
  expect(unwrap(await listAudit(deps, { viewer: owner })).items).toEqual([]);
});

Deno.test("a change is in the audit log with what was before; changed payment details are mailed to the owner", async () => {
  await using deps = await makeDeps();
  const values = { accounts: [account] };
  unwrap(await updateSettings(deps, { actor: owner, section: "bank", values, requestId: "req_1" }));
  const [event] = unwrap(await listAudit(deps, { viewer: owner })).items;
  expect(event).toMatchObject({
    action: "settings.changed",
    subject: { kind: "settings", id: "bank" },
    before: { accounts: [] },
    after: { accounts: [{ iban: "DE89370400440532013000" }] },
    requestId: "req_1",
  });

  await runDueJobs(deps, { handlers: mailJobHandlers });
  await runDueJobs(deps, { handlers: mailJobHandlers });
  expect(await countJobs(deps)).toMatchObject({ done: 2, waiting: 0 });
  const [mail] = unwrap(await listMails(deps, { viewer: owner })).items;
  expect(mail).toMatchObject({
    to: { email: "owner@cloudnest.test" },
    subject: "Payment details were changed: bank",
  });
});

Deno.test("tax by country wants a country of its own, with a rate, and keeps both", async () => {
  await using deps = await makeDeps();
  const company = { ...await getSettings(deps, "company"), country: "DE" };
  const save = (section: Section, values: unknown) =>
    updateSettings(deps, { actor: owner, section, values });
  unwrap(await save("company", company));
  const rates = tax.rates.filter(({ country }) => country !== "FR");
  const byCountry = { ...tax, mode: "by_country", usesDestinationRates: true };

  expect(await save("tax", { ...byCountry, rates })).toEqual(
    invalid({ rates: "Add the rate of FR." }),
  );
  expect(
    await save("tax", { ...byCountry, registrations: [{ country: "JP", number: "T123" }] }),
  ).toEqual(invalid({ rates: "Add the rate of JP." }));
  expect((await getSettings(deps, "tax")).mode).toBe("none");
  unwrap(await save("tax", byCountry));

  for (const country of ["", "US"]) {
    const refused = await save("company", { ...company, country });
    expect(Object.keys(refused.ok ? {} : (refused.error as ValidationError).fields)).toEqual([
      "country",
    ]);
  }
  expect((await getSettings(deps, "company")).country).toBe("DE");
  unwrap(await save("company", { ...company, country: "AT" }));
});

Deno.test("the tax of an old money section holds until tax is set, and moves with the next change", async () => {
  await using deps = await makeDeps();
  const old = { currency: "EUR", taxRateBasisPoints: 1900, taxLabel: "MwSt." };
  const stored = { schemaVersion: 1, values: old, updatedAt: "2026-01-01T00:00:00.000Z" };
  await deps.kv.set(["settings", "money"], stored);
  const flat = { ...tax, mode: "flat", label: "MwSt.", rateBasisPoints: 1900 };

  expect(await getSettings(deps, "money")).toEqual({ currency: "EUR", furtherCurrencies: [] });
  expect(await getSettings(deps, "tax")).toEqual(flat);
  const values = { currency: "EUR" };
  unwrap(await updateSettings(deps, { actor: owner, section: "money", values }));
  expect(await getSettings(deps, "tax")).toEqual(flat);

  unwrap(await updateSettings(deps, { actor: owner, section: "tax", values: tax }));
  await deps.kv.set(["settings", "money"], stored);
  unwrap(await updateSettings(deps, { actor: owner, section: "money", values }));
  expect(await getSettings(deps, "tax")).toEqual(tax);
});

Deno.test("an old money section without tax charges nobody", async () => {
  await using deps = await makeDeps();
  const values = { currency: "EUR", taxRateBasisPoints: 0, taxLabel: "VAT" };
  const updatedAt = "2026-01-01T00:00:00.000Z";
  await deps.kv.set(["settings", "money"], { schemaVersion: 1, values, updatedAt });
  expect(await getSettings(deps, "tax")).toEqual(tax);
});
