/** The customer's pages by the real application: what they show, to whom, and what they refuse. */
import { expect } from "expect";
import { MAX_PROOF_BYTES, rejectProof, submitProof } from "@/domain/payment/mod.ts";
import { add, money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { join, pay, PDF, placeDebt, PNG } from "@/tests/domain/payment/fixtures.ts";
import { text } from "@/tests/components/render.tsx";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { signIn } from "@/tests/helpers/people.ts";
import { readQr } from "@/tests/helpers/qr_reader.ts";
import { MACHINE_PASSWORD, openDashboard, runService } from "./dashboard_shop.ts";

/** What reading and signing in may write. */
const IGNORE = { ignore: ["sessions", "rate_limits"] };

Deno.test("GET /dashboard welcomes somebody new, and then says what is to be done", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const fresh = await (await app.get("/dashboard", { session: ada.session })).text();
  expect(fresh).toContain("Your first server is a few clicks away");

  const debt = await placeDebt(deps, ada.customer);
  const { serviceId } = await runService(shop);
  const html = await (await app.get("/dashboard", { session: ada.session })).text();

  expect(html).toContain(`/dashboard/invoices/${debt.invoice.id}`);
  expect(html).toContain(debt.invoice.number);
  expect(text(html)).toContain(", due 8 Mar 2026");
  expect(html).toContain(`/dashboard/services/${serviceId}`);
  expect(html).not.toContain("of credit");
  expect(html).not.toContain("<script");
});

Deno.test("GET /dashboard says since when an invoice is overdue, from the day after it was due", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { invoice } = await placeDebt(deps, ada.customer);
  const seen = async () => {
    const session = await signIn(deps, ada.email);
    return text(await (await app.get("/dashboard", { session })).text());
  };

  deps.clock.advance({ hours: 24 * 7 });
  const onTheDay = await seen();
  deps.clock.advance({ hours: 24 });

  expect(invoice.dueOn).toBe("2026-03-08");
  expect(onTheDay).toContain(", due 8 Mar 2026");
  expect(await seen()).toContain("overdue since 8 Mar 2026");
});

Deno.test("GET /dashboard shows credit that is left", async () => {
  await using shop = await openDashboard();
  const debt = await placeDebt(shop.deps, shop.ada.customer);
  const amount = toDecimal(add(debt.invoice.due, money(1000, "EUR")));
  unwrap(await pay(shop.deps, debt, { amount, accept_difference: "1" }));
  const html = await (await shop.app.get("/dashboard", { session: shop.ada.session })).text();
  expect(html).toContain("€10.00 of credit");
});

Deno.test("an open invoice has a code from which a banking app fills in the transfer", async () => {
  await using shop = await openDashboard();
  const debt = await placeDebt(shop.deps, shop.ada.customer);
  const { invoice } = debt;

  const html = await (await shop.app.get(`/dashboard/invoices/${invoice.id}`, {
    session: shop.ada.session,
  })).text();

  const [, size, path] =
    /QR code for a transfer[^>]*viewBox="0 0 (\d+) \d+"[^>]*>.*?<path d="([^"]+)"/s
      .exec(html)!;
  expect(readQr({ size: Number(size), path: path! })?.split("\n").slice(5)).toEqual([
    "CloudNest GmbH",
    "DE89370400440532013000",
    `EUR${toDecimal(invoice.due)}`,
    "",
    invoice.reference,
  ]);
});

Deno.test("the lists show what is one's own, by state, and page by cursor", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada, eve } = shop;
  const numbers: string[] = [];
  for (let index = 0; index < 27; index++) {
    const debt = await placeDebt(deps, ada.customer, `host${index}.example.com`);
    numbers.push(debt.invoice.number);
  }
  const get = async (path: string, session = ada.session) =>
    await (await app.get(path, { session })).text();

  const first = await get("/dashboard/invoices");
  expect(first).toContain(numbers[26]);
  expect(first).not.toContain(numbers[0]);
  const older = /href="(\/dashboard\/invoices\?after=[^"]+)"/.exec(first)![1]!;
  const second = await get(older);
  expect(second).toContain(numbers[0]);
  expect(second).not.toContain(numbers[26]);

  expect(await get("/dashboard/invoices?status=paid")).toContain("No invoices in this state");
  expect(await get("/dashboard/invoices?status=nonsense")).toContain(numbers[26]);
  for (const list of ["invoices", "services"]) {
    const { status } = await app.get(`/dashboard/${list}?after=..%2Fx`, { session: ada.session });
    expect(status).toBe(404);
  }
  expect(await get("/dashboard/invoices", eve.session)).toContain("No invoices yet");
  expect(await get("/dashboard/services", eve.session)).toContain("No services yet");
});

Deno.test("an open invoice says how to pay it", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { invoice } = await placeDebt(deps, ada.customer);
  const path = `/dashboard/invoices/${invoice.id}`;
  const html = await (await app.get(path, { session: ada.session })).text();
  for (
    const text of [
      invoice.number,
      invoice.instructions!.printedReference,
      "DE89 3704 0044 0532 0130 00",
      "COBADEFFXXX",
      "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
      "Extra IPv4 address",
      'enctype="multipart/form-data"',
    ]
  ) expect(html).toContain(text);
});

Deno.test("POST of a proof keeps it, says so, and hands it out as an attachment", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada, eve } = shop;
  const { invoice } = await placeDebt(deps, ada.customer);
  const path = `/dashboard/invoices/${invoice.id}`;

  const posted = await app.post(path, {
    file: new File([PDF], "Überweisung.pdf.exe"),
    reference: "my bank",
    note: "for <b>you</b>",
  }, { session: ada.session });

  expect(posted.status).toBe(303);
  expect(posted.headers.get("location")).toBe(`${path}#main`);
  const html = await (await app.get(path, { session: ada.session })).text();
  expect(html).toContain("We are checking your payment");
  expect(html).toContain("for &lt;b>you&lt;/b>");
  const link = /href="(\/dashboard\/proofs\/prf_[^"]+)"/.exec(html)![1]!;

  const file = await app.get(link, { session: ada.session });
  expect(file.status).toBe(200);
  expect(file.headers.get("content-type")).toBe("application/pdf");
  expect(file.headers.get("content-disposition")).toContain("attachment");
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  expect(file.headers.get("content-security-policy")).toBe("sandbox; default-src 'none'");
  expect(file.headers.get("cache-control")).toContain("no-store");
  expect(new Uint8Array(await file.arrayBuffer())).toEqual(PDF);

  expect((await app.get(link, { session: eve.session })).status).toBe(404);
  expect((await app.get(link)).status).toBe(303);
});

const BAD_PROOFS: Array<{ what: string; fields: Record<string, string | File>; field: string }> = [
  { what: "no file", fields: { reference: "kept words" }, field: "f-file" },
  { what: "an empty file", fields: { file: new File([], "a.pdf") }, field: "f-file" },
  { what: "a page named PDF", fields: { file: new File(["<html>"], "a.pdf") }, field: "f-file" },
  {
    what: "a picture that is also a page",
    fields: { file: new File([join(PNG, "<script>alert(1)</script>")], "a.png") },
    field: "f-file",
  },
  {
    what: "a file that is a little too large",
    fields: { file: new File([new Uint8Array(MAX_PROOF_BYTES + 1)], "a.pdf") },
    field: "f-file",
  },
  {
    what: "too many words",
    fields: { file: new File([PNG], "a.png"), reference: "x".repeat(141) },
    field: "f-reference",
  },
];

Deno.test("bad proofs are refused beside their field with 422, and nothing is written", async (t) => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { invoice } = await placeDebt(deps, ada.customer);
  const before = await dumpKv(deps.kv, IGNORE);
  for (const { what, fields, field } of BAD_PROOFS) {
    await t.step(what, async () => {
      const path = `/dashboard/invoices/${invoice.id}`;
      const reference = "kept words";
      const answer = await app.post(path, { reference, ...fields }, { session: ada.session });
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(html).toContain(`href="#${field}"`);
      if (!fields.reference) expect(html).toContain('value="kept words"');
    });
  }
  await t.step("an unknown field", async () => {
    const fields = { file: new File([PNG], "a.png"), status: "paid" };
    const path = `/dashboard/invoices/${invoice.id}`;
    expect((await app.post(path, fields, { session: ada.session })).status).toBe(422);
  });
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("a file for an invoice that isn't one's own, or is closed, isn't even looked at", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada, eve } = shop;
  const debt = await placeDebt(deps, ada.customer);
  const path = `/dashboard/invoices/${debt.invoice.id}`;
  const garbage = {
    method: "POST",
    body: "--x\r\nbroken",
    headers: { "content-type": "multipart/form-data; boundary=y" },
  };

  expect((await app.request(path, { ...garbage, session: ada.session })).status).toBe(400);
  expect((await app.request(path, { ...garbage, session: eve.session })).status).toBe(404);
  unwrap(await pay(deps, debt));
  expect((await app.request(path, { ...garbage, session: ada.session })).status).toBe(422);
});

Deno.test("an account's files are read one after the other, and thirty an hour", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const path = `/dashboard/invoices/${(await placeDebt(deps, ada.customer)).invoice.id}`;
  const file = new File([join(PDF, " ".repeat(200_000))], "a.pdf");
  let reading = 0;
  let most = 0;
  const send = async () => {
    const form = new FormData();
    form.set("file", file);
    const whole = new Response(form);
    const bytes = new Uint8Array(await whole.arrayBuffer());
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (at === 0) most = Math.max(most, ++reading);
        await new Promise((resolve) => setTimeout(resolve, 1));
        controller.enqueue(bytes.subarray(at, at += 50_000));
        if (at < bytes.length) return;
        reading--;
        controller.close();
      },
    }, { highWaterMark: 0 });
    const headers = { "content-type": whole.headers.get("content-type")! };
    return (await app.request(path, { method: "POST", body, headers, session: ada.session }))
      .status;
  };

  const statuses = await Promise.all(Array.from({ length: 30 }, send));

  expect(most).toBe(1);
  expect(statuses).not.toContain(429);
  expect(await send()).toBe(429);
});

Deno.test("a body of 200 MB is refused while it comes, and never kept", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const { invoice } = await placeDebt(deps, ada.customer);
  const chunk = new Uint8Array(1024 * 1024);
  let left = 200;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(chunk);
      else controller.close();
    },
  });
  const before = await dumpKv(deps.kv, IGNORE);
  const heapBefore = Deno.memoryUsage().external;
  const answer = await app.request(`/dashboard/invoices/${invoice.id}`, {
    method: "POST",
    body,
    session: ada.session,
    headers: { "content-type": "multipart/form-data; boundary=x" },
  });
  expect(answer.status).toBe(413);
  expect(await answer.text()).toContain("at most 5 MB");
  expect(Deno.memoryUsage().external - heapBefore).toBeLessThan(64 * 1024 * 1024);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("other people's invoices and services aren't there, and nothing is written", async (t) => {
  await using shop = await openDashboard();
  const { app, deps, eve } = shop;
  const { debt, serviceId } = await runService(shop);
  const open = await placeDebt(deps, shop.ada.customer, "other.example.com");
  const before = await dumpKv(deps.kv, IGNORE);
  const missing = `inv_${"0".repeat(26)}`;
  const session = eve.session;
  const proof = { file: new File([PNG], "a.png") };
  const tries: Array<[string, () => Promise<Response>]> = [
    ["an invoice", () => app.get(`/dashboard/invoices/${debt.invoice.id}`, { session })],
    ["no invoice", () => app.get(`/dashboard/invoices/${missing}`, { session })],
    ["nonsense", () => app.get("/dashboard/invoices/__proto__", { session })],
    ["a proof", () => app.post(`/dashboard/invoices/${open.invoice.id}`, proof, { session })],
    ["a service", () => app.get(`/dashboard/services/${serviceId}`, { session })],
    [
      "a password",
      () => app.post(`/dashboard/services/${serviceId}`, { action: "reveal" }, { session }),
    ],
  ];
  for (const [what, request] of tries) {
    await t.step(what, async () => {
      const answer = await request();
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain("web1.example.com");
    });
  }
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("a service's page shows the way in, and the password only when it is asked for", async () => {
  await using shop = await openDashboard();
  const { app, ada, deps } = shop;
  const { serviceId } = await runService(shop);
  const path = `/dashboard/services/${serviceId}`;
  const escaped = MACHINE_PASSWORD.replace("&", "&amp;").replace("<", "&lt;");

  const page = await (await app.get(path, { session: ada.session })).text();
  expect(page).toContain("ssh -p 2222 root@192.0.2.10");
  expect(page).not.toContain("Tr0ub4dor");
  expect(page).not.toContain("Rack 12");

  const shown = await app.post(path, { action: "reveal" }, { session: ada.session });
  expect(shown.status).toBe(200);
  expect(shown.headers.get("cache-control")).toContain("no-store");
  expect(await shown.text()).toContain(escaped);

  const answer = await app.post(path, { action: "reveal" }, {
    session: ada.session,
    headers: { accept: "application/json" },
  });
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(await answer.json()).toEqual({ password: MACHINE_PASSWORD });
  expect(JSON.stringify(deps.logged)).not.toContain("Tr0ub4dor");

  for (const fields of [{ action: "delete" }, { action: "reveal", x: "1" }, {}]) {
    const refused = await app.post(path, fields as Record<string, string>, {
      session: ada.session,
    });
    expect([415, 422]).toContain(refused.status);
  }
});

Deno.test("a password asked for too often is answered with 429, on the page and as JSON", async () => {
  await using shop = await openDashboard();
  const { app, ada } = shop;
  const { serviceId } = await runService(shop);
  const path = `/dashboard/services/${serviceId}`;
  const reveal = (headers: HeadersInit = {}) =>
    app.post(path, { action: "reveal" }, { session: ada.session, headers });
  for (let index = 0; index < 30; index++) await reveal();

  const page = await reveal();
  expect(page.status).toBe(429);
  expect(page.headers.get("retry-after")).toBe("3600");
  expect(await page.text()).toContain("That was shown very often");
  const json = await reveal({ accept: "application/json" });
  expect(json.status).toBe(429);
  expect((await json.json()).message).toContain("Try again in 1 hour");
});

Deno.test("a service that is being set up says so and shows no password", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const debt = await placeDebt(deps, ada.customer);
  const { serviceId } = unwrap(await pay(deps, debt));
  const path = `/dashboard/services/${serviceId}`;
  const html = await (await app.get(path, { session: ada.session })).text();
  expect(html).toContain("We are setting up your server");
  const refused = await app.post(path, { action: "reveal" }, { session: ada.session });
  expect(refused.status).toBe(409);
});

Deno.test("a rejected proof shows its reason, and a paid invoice takes no more", async () => {
  await using shop = await openDashboard();
  const { app, deps, ada } = shop;
  const debt = await placeDebt(deps, ada.customer);
  const { proofId } = unwrap(
    await submitProof(deps, {
      actor: ada.customer,
      invoiceId: debt.invoice.id,
      file: new File([PNG], "a.png"),
    }),
  );
  unwrap(
    await rejectProof(deps, {
      actor: makeStaff(),
      invoiceId: debt.invoice.id,
      proofId,
      reason: "Can't be <read>",
    }),
  );
  const path = `/dashboard/invoices/${debt.invoice.id}`;
  const rejected = await (await app.get(path, { session: ada.session })).text();
  expect(rejected).toContain("be &lt;read");

  unwrap(await pay(deps, debt));
  const paid = await (await app.get(path, { session: ada.session })).text();
  expect(paid).toContain("This invoice is paid");
  expect(paid).not.toContain('type="file"');
  const chunks = await countKeys(deps.kv, ["upload_chunks"]);
  const late = await app.post(path, { file: new File([PDF], "b.pdf") }, { session: ada.session });
  expect(late.status).toBe(422);
  expect(await late.text()).toContain("no proof is needed any more");
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(chunks);
});
