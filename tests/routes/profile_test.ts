/** The profile page by the real application: what it keeps, what it refuses, what it changes elsewhere. */
import { expect } from "expect";
import { readAccount } from "@/domain/customer/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { placeDebt } from "@/tests/domain/payment/fixtures.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { openDashboard } from "./dashboard_shop.ts";

/** A profile as somebody fills it in. */
const FORM = {
  name: "Ada  Lovelace",
  company: "Engines Ltd",
  address: "1 Analytical Way\r\n\r\nLondon W1",
  country: "GB",
  tax_number: "GB 123",
  phone: "+44 20 7946 0000",
  language: "en",
  time_zone: "Pacific/Auckland",
  news: "on",
};
const IGNORE = { ignore: ["sessions", "rate_limits"] };

Deno.test("POST /dashboard/profile keeps what was typed, and says in the audit log which fields changed", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;

  const saved = await app.post("/dashboard/profile", FORM, { session: ada.session });

  expect(saved.status).toBe(303);
  expect(await readAccount(deps.kv, ada.id)).toMatchObject({
    name: "Ada Lovelace",
    locale: "en",
    profile: {
      company: "Engines Ltd",
      addressLines: ["1 Analytical Way", "London W1"],
      country: "GB",
      taxNumber: "GB 123",
      phone: "+44 20 7946 0000",
      timeZone: "Pacific/Auckland",
    },
    mailPreferences: { news: true, newDevice: false },
  });
  const events = Object.values(await dumpKv(deps.kv, { prefix: ["audit_events"] }));
  const texts = events.map(({ value }) => JSON.stringify(value));
  expect(texts.filter((text) => text.includes("profile.changed"))).toHaveLength(1);
  expect(texts.join()).not.toContain("Engines");
});

Deno.test("an unchanged profile writes nothing", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  await app.post("/dashboard/profile", FORM, { session: ada.session });
  const before = await dumpKv(deps.kv, IGNORE);

  await app.post("/dashboard/profile", FORM, { session: ada.session });

  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

const wrong: Array<[field: string, value: string, message: string]> = [
  ["name", " ", "Enter your name."],
  ["name", "Ada\u202e", "Use letters"],
  ["company", "x".repeat(121), "at most 120"],
  ["address", "a\nb\nc\nd\ne\nf", "at most five lines"],
  ["country", "XX", "Choose a country"],
  ["country", "__proto__", "Choose a country"],
  ["phone", "<script>", "Use digits"],
  ["language", "tlh", "Choose a language"],
  ["time_zone", "Mars/Olympus", "Choose a time zone"],
];

for (const [field, value, message] of wrong) {
  Deno.test(`POST /dashboard/profile refuses ${field} ${JSON.stringify(value.slice(0, 20))}`, async () => {
    await using shop = await openDashboard();
    const { app, deps, ada } = shop;
    const before = await dumpKv(deps.kv, IGNORE);

    const session = { session: ada.session };
    const refused = await app.post("/dashboard/profile", { ...FORM, [field]: value }, session);

    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain(message);
    expect(html).toContain("GB 123");
    expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
  });
}

const numbers: Array<
  [country: string, typed: string, kept: string | null, field: string, message: string]
> = [
  ["AT", "atu 135 856 27", "ATU13585627", "", ""],
  ["GR", "GR 094259216", "EL094259216", "", ""],
  ["GB", "gb 980 7806 84", "GB980780684", "", ""],
  // Outside the EU a number that can't be checked, or doesn't check, is a text like any other.
  ["GB", "GB 980 7806 85", "GB 980 7806 85", "", ""],
  ["US", "12-3456789", "12-3456789", "", ""],
  ["AT", "ATU13585626", null, "tax_number", "This isn&#39;t a VAT number of Austria."],
  ["DE", "ATU13585627", null, "tax_number", "a VAT number of Austria, but your country is Germany"],
  ["", "ATU13585627", null, "country", "Choose the country that your tax number belongs to."],
];

for (const [country, typed, kept, field, message] of numbers) {
  Deno.test(`POST /dashboard/profile ${kept ? "keeps" : "refuses"} ${typed} in ${country || "no country"}`, async () => {
    await using shop = await openDashboard();
    const { app, deps, ada } = shop;
    const form = { ...FORM, country, tax_number: typed };
    const before = await dumpKv(deps.kv, IGNORE);

    const answer = await app.post("/dashboard/profile", form, { session: ada.session });

    expect(answer.status).toBe(kept ? 303 : 422);
    if (kept) {
      expect((await readAccount(deps.kv, ada.id))?.profile.taxNumber).toBe(kept);
      return;
    }
    const html = (await answer.text()).replaceAll("'", "&#39;");
    expect(html).toContain(message);
    expect(html).toContain(`href="#f-${field}"`);
    expect(html).toContain(typed);
    expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
  });
}

Deno.test("an unknown field is refused", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const form = { ...FORM, staffRole: "owner", email: "new@example.com" };

  const refused = await app.post("/dashboard/profile", form, { session: ada.session });

  expect(refused.status).toBe(422);
  expect((await readAccount(deps.kv, ada.id))?.staffRole).toBeNull();
});

Deno.test("an invoice has the buyer's data as they were when it was issued", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const older = await placeDebt(deps, ada.customer, "old.example.com");
  await app.post("/dashboard/profile", FORM, { session: ada.session });
  const newer = await placeDebt(deps, ada.customer, "new.example.com");

  expect((await readInvoice(deps.kv, older.invoice.id))?.buyer)
    .toMatchObject({ addressLines: [], country: null, taxNumber: null });
  expect((await readInvoice(deps.kv, newer.invoice.id))?.buyer).toEqual({
    name: "Engines Ltd",
    email: ada.email,
    addressLines: ["Ada Lovelace", "1 Analytical Way", "London W1"],
    country: "GB",
    taxNumber: "GB 123",
  });
});

Deno.test("times on the dashboard are in the customer's zone", async () => {
  await using shop = await openDashboard();
  const { app, ada } = shop;
  const before = await (await app.get("/dashboard/profile", { session: ada.session })).text();
  await app.post("/dashboard/profile", FORM, { session: ada.session });

  const after = await (await app.get("/dashboard/profile", { session: ada.session })).text();

  expect(before).toMatch(/<time[^>]*>[^<]*UTC</);
  expect(after).toMatch(/<time[^>]*>[^<]*GMT\+1[23]</);
});
