/** The order wizard and the order page without a script, through the real handler. */
import { expect } from "expect";
import { changePrices, seedCatalog } from "@/domain/catalog/mod.ts";
import { listInvoices } from "@/domain/invoice/mod.ts";
import { getOrder, listOrders } from "@/domain/order/mod.ts";
import { EXAMPLE_ADDRESSES } from "@/domain/settings/examples.ts";
import { getSettings, stageFirstSettings, updateSettings } from "@/domain/settings/mod.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";
import { makeWorld } from "@/tests/helpers/world.ts";
import { setStock } from "@/tests/domain/order/fixtures.ts";

const FORM: Fields = {
  plan: "vps-grow",
  cycle: "annual",
  datacenter: "fra1",
  os: "debian-13",
  panel: "none",
  hostname: "server1.example.com",
  addons: ["ipv4:2", "backups"],
  promo: "",
  payment_method: "bank_transfer",
  accept_terms: "yes",
};

async function openShop(deps: TestDeps) {
  await seedCatalog(deps);
  const ada = await makePerson(deps, { name: "Ada Customer", email: "ada@example.com" });
  const app = await makeApp(deps);
  return { ada, app, session: { session: ada.session } };
}

Deno.test("POST /dashboard/order with all fields places the order and leads to its invoice", async () => {
  await using deps = await makeDeps();
  const { ada, app, session } = await openShop(deps);

  const response = await app.post("/dashboard/order", FORM, session);

  expect(response.status).toBe(303);
  const { items } = await listInvoices(deps, { viewer: ada.customer });
  expect(response.headers.get("location")).toBe(`/dashboard/invoices/${items[0]!.id}`);
  expect(items.map((invoice) => [invoice.status, invoice.total.minor])).toEqual([["open", 19_000]]);
});

Deno.test("POST /dashboard/order twice leads to the same invoice", async () => {
  await using deps = await makeDeps();
  const { ada, app, session } = await openShop(deps);

  const answers = await Promise.all([1, 2].map(() => app.post("/dashboard/order", FORM, session)));

  expect(answers[0]!.headers.get("location")).toBe(answers[1]!.headers.get("location"));
  expect((await listOrders(deps, { viewer: ada.customer })).items.length).toBe(1);
});

Deno.test("the wizard offers crypto where there is an address to pay to, and an example is none", async () => {
  const addresses = [...EXAMPLE_ADDRESSES];
  for (const appUrl of ["http://localhost:8000", "https://cloud.example.com"]) {
    await using deps = await makeDeps({ config: { appUrl } });
    const { app, session } = await openShop(deps);
    unwrap(
      await transact(deps, async (tx) => {
        await stageFirstSettings(tx, deps, { section: "crypto", values: { addresses } });
        return ok(undefined);
      }),
    );
    const html = await (await app.get("/dashboard/order", session)).text();
    expect([appUrl, html.includes('value="crypto"')]).toEqual([
      appUrl,
      appUrl.includes("localhost"),
    ]);
  }
});

/** Wrong codes are counted: that is what limits are for. */
const TRIES = { ignore: ["rate_limits"] };

const REFUSED: Array<[what: string, change: Fields, field: string]> = [
  ["an unknown plan", { plan: "free" }, "plan"],
  ["an unknown cycle", { cycle: "weekly" }, "cycle"],
  ["an unknown data center", { datacenter: "mars1" }, "datacenter"],
  ["a system of other plans", { os: "windows-2025" }, "os"],
  ["a panel that doesn't run on the system", { os: "fedora-44", panel: "cpanel" }, "panel"],
  ["an invalid hostname", { hostname: "under_score.example.com" }, "hostname"],
  ["a negative quantity", { addons: ["ipv4:-1"] }, "addons"],
  ["a huge quantity", { addons: ["ipv4:1000000"] }, "addons"],
  ["an add-on twice", { addons: ["ipv4", "ipv4"] }, "addons"],
  ["a promotion code", { promo: "FREE" }, "promo"],
  ["no way to pay", { payment_method: "" }, "payment_method"],
  ["terms not accepted", { accept_terms: "" }, "accept_terms"],
];

for (const [what, change, field] of REFUSED) {
  Deno.test(`POST /dashboard/order refuses ${what} beside its field and keeps what was typed`, async () => {
    await using deps = await makeDeps();
    const { app, session } = await openShop(deps);
    const before = await dumpKv(deps.kv, TRIES);

    const response = await app.post("/dashboard/order", { ...FORM, ...change }, session);

    expect(response.status).toBe(422);
    const html = await response.text();
    const hostname = field === "hostname" ? "under_score.example.com" : "server1.example.com";
    expect(html.includes(`id="f-${field}-error"`)).toBe(true);
    expect(html.includes(`value="${hostname}"`)).toBe(true);
    expect(await dumpKv(deps.kv, TRIES)).toEqual(before);
  });
}

Deno.test("POST /dashboard/order refuses fields that the form doesn't have", async () => {
  await using deps = await makeDeps();
  const { app, session } = await openShop(deps);
  for (const field of ["price", "customerId", "status", "total"]) {
    const before = await dumpKv(deps.kv);
    const response = await app.post("/dashboard/order", { ...FORM, [field]: "1" }, session);
    expect(response.status).toBe(422);
    expect((await response.text()).includes("fields that we don't know")).toBe(true);
    expect(await dumpKv(deps.kv)).toEqual(before);
  }
});

Deno.test("POST /dashboard/order says beside the data center that the last one has gone", async () => {
  await using deps = await makeDeps();
  const { app, session } = await openShop(deps);
  await setStock(deps, { plan: "vps-grow", datacenter: "fra1" }, 0);

  const response = await app.post("/dashboard/order", FORM, session);

  expect(response.status).toBe(422);
  const html = await response.text();
  expect(html.includes(`id="f-datacenter-error"`)).toBe(true);
  expect(html.includes("This plan is sold out here. Choose another data center.")).toBe(true);
});

Deno.test("GET steps check what stands before them and say what is missing with 422", async () => {
  await using deps = await makeDeps();
  const { app, session } = await openShop(deps);
  const get = async (query: string) => {
    const response = await app.get(`/dashboard/order${query}`, session);
    const html = await response.text();
    const visible = [...html.matchAll(/<section\s+aria-labelledby="step-(\w+)"/g)].map((at) =>
      at[1]
    );
    return { status: response.status, visible, html };
  };
  const configured = "plan=vps-grow&cycle=annual&datacenter=fra1&os=debian-13&panel=plesk" +
    "&hostname=server1.example.com&addons%5B%5D=ipv4%3A2";

  expect(await get("")).toMatchObject({ status: 200, visible: ["plan"] });
  expect(await get("?plan=vps-grow&cycle=annual"))
    .toMatchObject({ status: 200, visible: ["configuration"] });
  expect(await get("?step=configuration")).toMatchObject({ status: 422, visible: ["plan"] });
  const incomplete = await get("?plan=vps-grow&cycle=annual&step=review&hostname=a_b");
  expect(incomplete).toMatchObject({ status: 422, visible: ["configuration"] });
  expect(incomplete.html.includes(`value="a_b"`)).toBe(true);
  expect(incomplete.html.includes("Choose a data center.")).toBe(true);
  const review = await get(`?${configured}&step=review`);
  expect(review).toMatchObject({ status: 200, visible: ["review"] });
  expect(review.html.includes("€320.00")).toBe(true);
  expect(await get(`?${configured}&step=plan`)).toMatchObject({ status: 200, visible: ["plan"] });
  expect(await get("?plan=%3Cscript%3E&cycle=__proto__&step=nowhere"))
    .toMatchObject({ status: 200, visible: ["plan"] });
});

Deno.test("a visitor is sent to the log-in and comes back to the same step", async () => {
  await using deps = await makeDeps();
  const { app } = await openShop(deps);

  const response = await app.get("/dashboard/order?plan=vps-grow&cycle=annual");

  expect(response.status).toBe(303);
  const next = encodeURIComponent("/dashboard/order?plan=vps-grow&cycle=annual");
  expect(response.headers.get("location")).toBe(`/login?next=${next}`);
});

Deno.test("GET /dashboard/orders/[id] shows the order to its customer; POST cancel ends it once", async () => {
  await using deps = await makeDeps();
  const { ada, app, session } = await openShop(deps);
  const eve = await makePerson(deps, { name: "Eve Other", email: "eve@example.com" });
  await app.post("/dashboard/order", FORM, session);
  const { id, number } = (await listOrders(deps, { viewer: ada.customer })).items[0]!;
  const path = `/dashboard/orders/${id}`;

  const html = await (await app.get(path, session)).text();
  expect(html).toContain(`Order ${number}`);
  expect(html).toContain("Waiting for your payment");
  const cancel = { action: "cancel" };
  expect((await app.get(path, { session: eve.session })).status).toBe(404);
  expect((await app.post(path, cancel, { session: eve.session })).status).toBe(404);
  expect((await app.post(path, { action: "pay" }, session)).status).toBe(422);
  expect(unwrap(await getOrder(deps, { viewer: ada.customer, id })).status).toBe("pending_payment");

  const first = await app.post(path, cancel, session);
  const second = await app.post(path, cancel, session);

  expect([first.status, second.status]).toEqual([303, 303]);
  expect(unwrap(await getOrder(deps, { viewer: ada.customer, id })).status).toBe("cancelled");
  expect(await (await app.get(path, session)).text()).toContain("This order was cancelled");
});

Deno.test("prices in another currency are a link away, and an order takes it along without scripts", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people, planId } = await makeWorld(deps);
  const values = { ...await getSettings(deps, "money"), furtherCurrencies: ["USD"] };
  const actor = people.owner.staff!;
  unwrap(await updateSettings(deps, { actor, section: "money", values }));
  const form = { EUR_monthly: "6", EUR_setup: "0", USD_monthly: "7.77", USD_setup: "0" };
  unwrap(await changePrices(deps, { actor, id: planId, form }));

  const prices = await (await app.get("/pricing?currency=USD&cycle=monthly")).text();
  const wizard = await (await app.get("/dashboard/order?currency=USD", people.customer)).text();
  const nonsense = await (await app.get("/pricing?currency=%3Cb%3E")).text();

  expect(prices).toContain("$7.77");
  expect(prices).toContain("&amp;currency=USD");
  expect(prices).toContain("/pricing?cycle=monthly");
  expect(wizard).toContain("$7.77");
  expect(wizard).toContain('name="currency" value="USD"');
  expect(nonsense).toContain("€6.00");
});
