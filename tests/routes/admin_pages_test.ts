/** The staff's lists, settings, mails and jobs through the real handler. */
import { expect } from "expect";
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { runDueJobs, stageJob } from "@/domain/job/mod.ts";
import { stageTransfer } from "@/domain/ledger/mod.ts";
import { listMails, mailJobHandlers } from "@/domain/mail/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { fail, ok, unwrap } from "@/domain/shared/result.ts";
import { allowUnpaidOrders, makeStaff, mustPlace } from "@/tests/domain/order/fixtures.ts";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";

async function openOffice(deps: TestDeps) {
  unwrap(await seedCatalog(deps));
  await allowUnpaidOrders(deps, 1000);
  const ada = await makePerson(deps, { name: "Ada Customer", email: "ada@example.com" });
  const owner = await makePerson(deps, { name: "Owner", email: "o@example.com", role: "owner" });
  const app = await makeApp(deps);
  const session = { session: owner.session };
  const read = async (path: string) => await (await app.get(path, session)).text();
  return { ada, app, session, read };
}

Deno.test("GET /admin/orders finds orders by number, e-mail address and hostname", async () => {
  await using deps = await makeDeps();
  const { ada, read } = await openOffice(deps);
  await mustPlace(deps, ada.customer, { hostname: "alpha.example.com" });
  await mustPlace(deps, ada.customer, { hostname: "beta.example.com" });
  const found = async (search: string) => {
    const page = await read(`/admin/orders?search=${encodeURIComponent(search)}`);
    return ["alpha.example.com", "beta.example.com"].filter((host) => page.includes(host));
  };

  expect(await found("beta")).toEqual(["beta.example.com"]);
  expect(await found("ADA@exam")).toEqual(["alpha.example.com", "beta.example.com"]);
  expect(await found("gamma")).toEqual([]);
  expect(await read("/admin/orders?search=%3Cscript%3E")).not.toContain("<script>");
});

Deno.test("GET /admin/orders pages by cursor and keeps the filter", async () => {
  await using deps = await makeDeps();
  const { ada, read } = await openOffice(deps);
  for (let n = 0; n < 27; n++) {
    await mustPlace(deps, ada.customer, { hostname: `n${n}.example.com` });
    deps.clock.advance({ minutes: 1 });
  }

  const first = await read("/admin/orders?status=pending_payment");
  const next = /href="([^"]*after=[^"]*)"/.exec(first)![1]!.replaceAll("&amp;", "&");
  const second = await read(next);

  expect(next).toContain("status=pending_payment");
  expect(first).toContain("n26.example.com");
  expect(first).not.toContain("n1.example.com");
  expect(second).toContain("n1.example.com");
  expect(second).toContain('href="/admin/orders?status=pending_payment"');
});

Deno.test("a cursor that no list gives is 404 on every list, and a filter that isn't one is none", async () => {
  await using deps = await makeDeps();
  const { app, session } = await openOffice(deps);
  const lists = ["orders", "orders?search=a", "services", "invoices", "users", "mail/outbox"];
  lists.push("audit", "jobs", "payments", "payments?view=received");
  const foreign = deps.ids.next("tok");

  for (const list of lists) {
    const path = `/admin/${list}${list.includes("?") ? "&" : "?"}`;
    for (const cursor of ["x", "ord_1%00", "", foreign, `email.${foreign}`]) {
      const { status } = await app.get(`${path}after=${cursor}`, session);
      expect([list, cursor, status]).toEqual([list, cursor, 404]);
    }
    for (const query of ["after[]=1", "status=nope&state=nope&view=nope"]) {
      expect((await app.get(path + query, session)).status).toBe(200);
    }
  }
});

Deno.test("POST /admin/settings/bank keeps what is right and names what is wrong beside its field", async () => {
  await using deps = await makeDeps();
  const { app, session, read } = await openOffice(deps);
  const account: Fields = {
    "accounts.0.currency": "eur",
    "accounts.0.holder": "CloudNest Ltd",
    "accounts.0.iban": "DE89 3704 0044 0532 0130 00",
    "accounts.0.bankName": "Bank",
  };
  const wrong: Fields = {
    "accounts.2.currency": "EUR",
    "accounts.2.holder": "CloudNest Ltd",
    "accounts.2.iban": "DE88 3704 0044 0532 0130 00",
    "accounts.2.bankName": "Bank",
  };
  const before = await dumpKv(deps.kv);

  const refused = await app.post("/admin/settings/bank", { ...account, ...wrong }, session);
  const unwritten = await dumpKv(deps.kv);
  const saved = await app.post("/admin/settings/bank", account, session);

  expect(refused.status).toBe(422);
  const page = await refused.text();
  expect(page).toContain('id="f-accounts-2-iban-error"');
  expect(page).not.toContain('id="f-accounts-0-iban-error"');
  expect(page).toContain("DE88 3704 0044 0532 0130 00");
  expect(unwritten).toEqual(before);
  expect(saved.status).toBe(303);
  const { accounts } = await getSettings(deps, "bank");
  expect(accounts).toEqual([{
    currency: "EUR",
    holder: "CloudNest Ltd",
    iban: "DE89370400440532013000",
    bic: "",
    bankName: "Bank",
    instructions: "",
  }]);
  expect(await read("/admin/settings/bank")).toContain("DE89370400440532013000");
});

const TAX: Fields = {
  mode: "flat",
  label: "GST",
  rateBasisPoints: "7.5",
  pricesIncludeTax: "on",
  rates: "DE 19\r\n\r\nfi: 25,5 %\nCH 8.1",
  reverseChargeText: "Reverse charge.",
  outsideText: "",
  exemptText: "",
  noneText: "",
  "registrations.0.country": "CH",
  "registrations.0.number": "CHE-107.787.577 MWST",
};

Deno.test("POST /admin/settings/tax stores percents in basis points, and refuses nonsense", async () => {
  await using deps = await makeDeps();
  const { app, session, read } = await openOffice(deps);

  const saved = await app.post("/admin/settings/tax", TAX, session);
  const statuses: number[] = [];
  for (const typed of ["", "-1", "7.555", "1e3", "abc", "101"]) {
    const form = { ...TAX, rateBasisPoints: typed };
    statuses.push((await app.post("/admin/settings/tax", form, session)).status);
  }
  for (const rates of ["DE", "19", "Germany 19", "DE 19\nDE 20", "DE 101", "DE nineteen"]) {
    const refused = await app.post("/admin/settings/tax", { ...TAX, rates }, session);
    statuses.push(refused.status);
    expect(await refused.text()).toContain('href="#f-rates"');
  }

  expect(saved.status).toBe(303);
  expect(await getSettings(deps, "tax")).toMatchObject({
    mode: "flat",
    label: "GST",
    rateBasisPoints: 750,
    pricesIncludeTax: true,
    usesDestinationRates: false,
    registrations: [{ country: "CH", number: "CHE-107.787.577 MWST" }],
    rates: [
      { country: "DE", rateBasisPoints: 1900 },
      { country: "FI", rateBasisPoints: 2550 },
      { country: "CH", rateBasisPoints: 810 },
    ],
  });
  const shown = await read("/admin/settings/tax");
  expect(shown).toContain('value="7.5"');
  expect(shown).toContain("DE 19\nFI 25.5\nCH 8.1");
  expect(statuses).toEqual(Array(12).fill(422));
});

Deno.test("POST /admin/settings/money refuses a currency in which nothing has a price", async () => {
  await using deps = await makeDeps();
  const { app, session } = await openOffice(deps);
  const before = await dumpKv(deps.kv);

  const refused = await app.post("/admin/settings/money", { currency: "JPY" }, session);

  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("No plan has a price in JPY");
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("credit is shown in every currency that it is kept in", async () => {
  await using deps = await makeDeps();
  const { ada, app, read } = await openOffice(deps);
  const accountId = ada.customer.id;
  for (const [currency, minor] of [["EUR", 400], ["USD", 250]] as const) {
    unwrap(
      await transact(deps, (tx) =>
        stageTransfer(tx, deps, {
          id: deps.ids.next("pay"),
          debitAccount: `house:bank:${currency}`,
          creditAccount: `wallet:${accountId}:${currency}`,
          amount: money(minor, currency),
          code: "receipt",
          links: {},
        })),
    );
  }

  const seen = [
    await read(`/admin/users/${accountId}`),
    await (await app.get("/dashboard", { session: ada.session })).text(),
  ];

  for (const html of seen) {
    expect(html).toContain("€4.00");
    expect(html).toContain("$2.50");
  }
});

Deno.test("settings are closed to staff without the right to them", async () => {
  await using deps = await makeDeps();
  const { app } = await openOffice(deps);
  const billing = await makePerson(deps, { name: "B", email: "b@example.com", role: "billing" });
  const session = { session: billing.session };
  const before = await dumpKv(deps.kv);

  const answers = [
    await app.get("/admin/settings/bank", session),
    await app.post("/admin/settings/money", { currency: "EUR" }, session),
    await app.get("/admin/settings/__proto__", session),
  ];

  expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("POST /admin/jobs runs a failed job again, once", async () => {
  await using deps = await makeDeps();
  const { app, session, read } = await openOffice(deps);
  const id = "broken:ord_1";
  unwrap(
    await transact(deps, async (tx) => {
      await stageJob(tx, deps, { id, kind: "broken", payload: {} });
      return ok(undefined);
    }),
  );
  const broken = () => Promise.resolve(fail({ code: "no_way", isFinal: true }));
  await runDueJobs(deps, { handlers: { ...mailJobHandlers, broken } });

  const page = await read("/admin/jobs?state=failed");
  const again = await app.post("/admin/jobs", { action: "retry", job: id }, session);
  const twice = await app.post("/admin/jobs", { action: "retry", job: id }, session);

  expect(page).toContain("no_way");
  expect([again.status, twice.status]).toEqual([303, 409]);
});

Deno.test("a mail's page shows its text as text", async () => {
  await using deps = await makeDeps();
  const { ada, app, session, read } = await openOffice(deps);
  await app.post("/contact", {
    name: "<script>alert(1)</script>",
    email: "x@example.com",
    subject: "Hello",
    message: "<img src=x onerror=alert(1)> {{customerName}}",
  }, { session: ada.session });
  await mustPlace(deps, ada.customer);
  const { items } = unwrap(await listMails(deps, { viewer: makeStaff() }));

  expect(items.length).toBeGreaterThan(0);
  for (const mail of items) {
    const page = await read(`/admin/mail/outbox/${mail.id}`);
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("<img src=x");
  }
  const resent = await app.post(
    `/admin/mail/outbox/${items[0]!.id}`,
    { action: "resend" },
    session,
  );
  expect(resent.status).toBe(409);
});
