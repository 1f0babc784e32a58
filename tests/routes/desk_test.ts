/** The payment desk by the real application: files, lines and proofs, and what their forms answer. */
import { expect } from "expect";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { bookReceipt } from "@/domain/payment/mod.ts";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { getLine } from "@/domain/statement/mod.ts";
import { text } from "@/tests/components/render.tsx";
import { runJobs } from "@/tests/domain/statement/desk.ts";
import { makeApp, type TestApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { PASSWORD } from "@/tests/helpers/people.ts";
import { camtFile, csvFile } from "@/tests/helpers/statements.ts";
import { makeWorld, paymentFormOf, type World } from "@/tests/helpers/world.ts";

const IGNORE = { ignore: ["sessions", "rate_limits"] };

interface Desk extends AsyncDisposable {
  deps: TestDeps;
  app: TestApp;
  world: World;
}

async function openDesk(): Promise<Desk> {
  const deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  return { deps, app, world, [Symbol.asyncDispose]: () => deps[Symbol.asyncDispose]() };
}

/** The hidden fields of the first form of a page that books. */
function bookingIn(html: string): { path: string; fields: Record<string, string> } {
  const [, path, body] =
    /<form method="post" action="(\/admin\/payments\/lines\/[^"]+)">(.*?)<\/form>/s
      .exec(html)!;
  const inputs = body!.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return {
    path: path!,
    fields: Object.fromEntries([...inputs].map(([, name, value]) => [name, value])),
  };
}

Deno.test("a proof stands beside its invoice and the line that may be its payment, which one click books", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const { billing } = world.people;
  const { invoiceId } = world.orders.unpaid;
  const before = (await readInvoice(deps.kv, invoiceId))!;

  const html = await (await app.get("/admin/payments", billing)).text();
  const shown = text(html);
  expect(shown).toContain(before.number);
  expect(shown).toContain("proof.png");
  expect(shown).toContain("It names the creditor reference");
  const { path, fields } = bookingIn(html);
  const booked = await app.post(path, fields, billing);

  expect([booked.status, booked.headers.get("location")]).toEqual([303, "/admin/payments/lines"]);
  const after = (await readInvoice(deps.kv, invoiceId))!;
  expect(after.paid).toEqual(money(before.total.minor - 100, "EUR"));
  // The same click again finds that it is done.
  const again = await app.post(path, fields, billing);
  expect([again.status, text(await again.text())])
    .toEqual([409, expect.stringContaining("Somebody has decided about this line already")]);
});

Deno.test("the overview and the desk count the lines that wait, and lead to them", async () => {
  await using desk = await openDesk();
  const { app, world } = desk;
  const { owner, billing } = world.people;
  const tileOf = (html: string) =>
    text(/<a href="\/admin\/payments\/lines" class="group.*?<\/a>/s.exec(html)![0]);
  const shown = async () =>
    await Promise.all(
      ["/admin", "/admin/payments", "/admin/payments?view=received"].map(async (path) =>
        tileOf(await (await app.get(path, owner)).text())
      ),
    );

  const before = await shown();
  const path = `/admin/payments/lines/${world.statements.unknownLineId}`;
  await app.post(path, { action: "ignore", reason: "Interest." }, billing);

  expect(before).toEqual(Array(3).fill("Lines to match 2 From bank statements"));
  expect(await shown()).toEqual(Array(3).fill("Lines to match 1 From bank statements"));
});

Deno.test("what doesn't add up comes back with 422, its message beside the field and what was typed", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const path = `/admin/payments/lines/${world.statements.unknownLineId}`;
  const before = await dumpKv(deps.kv, IGNORE);

  const refused = await app.post(path, {
    action: "book",
    "target.0": "ada@example.com",
    "amount.0": "7.00",
    "target.1": "INV-2026-999999",
    "amount.1": "0.77",
  }, world.people.billing);
  const html = await refused.text();
  const ignored = await app.post(path, { action: "ignore", reason: " " }, world.people.billing);
  const unknown = await app.post(path, { action: "book", status: "booked" }, world.people.billing);

  expect(refused.status).toBe(422);
  expect(html).toContain('value="ada@example.com"');
  expect(html).toMatch(/id="f-target-1"[^>]*aria-invalid="true"/);
  expect(text(html)).toContain("There is no such invoice or customer");
  expect([ignored.status, unknown.status]).toEqual([422, 422]);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});

Deno.test("a file is imported by the form, and one that can't be read is refused with its line", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const { billing } = world.people;
  const { account } = world.statements;
  const path = "/admin/payments/statements";
  const invoice = (await readInvoice(deps.kv, world.orders.waiting.invoiceId))!;
  const entry = { amount: toDecimal(invoice.total), text: invoice.reference, id: "R1" };
  const before = await dumpKv(deps.kv, IGNORE);

  const bad = await app.post(
    path,
    { file: new File(["<Document>\n<a>"], "x.xml"), account: "" },
    billing,
  );
  expect([bad.status, text(await bad.text())]).toEqual([422, expect.stringContaining("Line 1:")]);
  const foreign = await app.post(
    path,
    { file: camtFile("DE02120300000000202051", [entry]), account: "" },
    billing,
  );
  expect(foreign.status).toBe(422);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);

  const sent = await app.post(path, { file: camtFile(account, [entry]), account: "" }, billing);
  expect(sent.status).toBe(303);
  await runJobs(deps);
  const page = text(await (await app.get(sent.headers.get("location")!, billing)).text());
  expect(page).toContain("Booked by itself 1");
  expect((await readInvoice(deps.kv, invoice.id))?.status).toBe("paid");
});

Deno.test("the columns of a CSV are guessed, tried out, and remembered once they are confirmed", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const { billing } = world.people;
  const path = `/admin/payments/statements/${world.statements.mappingImportId}`;
  const html = await (await app.get(path, billing)).text();
  const fields = {
    delimiter: ";",
    date_order: "dmy",
    decimal_mark: ",",
    "column.bookedOn": "Date",
    "column.amount": "Amount",
    "column.counterpartyName": "Payer",
    "remittance.0": "Purpose",
  };
  const before = await dumpKv(deps.kv, IGNORE);

  expect(/value="Date" +selected/.test(html)).toBe(true);
  const tried = await app.post(
    path,
    { ...fields, action: "preview", "column.amount": "Payer" },
    billing,
  );
  expect([tried.status, text(await tried.text())])
    .toEqual([200, expect.stringContaining("Line 2: ")]);
  const refused = await app.post(
    path,
    { ...fields, action: "confirm", date_order: "ymd" },
    billing,
  );
  expect(refused.status).toBe(422);
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);

  expect((await app.post(path, { ...fields, action: "confirm" }, billing)).status).toBe(303);
  await runJobs(deps);
  const second = await app.post(
    "/admin/payments/statements",
    { file: csvFile("again.csv"), account: world.statements.account },
    billing,
  );
  await runJobs(deps);
  const page = text(await (await app.get(second.headers.get("location")!, billing)).text());
  expect(page).toContain("Known before 1");
});

Deno.test("an import is undone on its page by staff who may book, and not once a line of it is booked", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const { billing, support } = world.people;
  const { account, importId } = world.statements;
  const statements = "/admin/payments/statements";
  const entry = { amount: "3.33", text: "who knows", id: "R9" };
  const file = () => camtFile(account, [entry]);
  const sent = await app.post(statements, { file: file(), account: "" }, billing);
  const path = sent.headers.get("location")!;
  await runJobs(deps);
  const before = await dumpKv(deps.kv, IGNORE);

  const refused = await app.post(path, { action: "undo" }, support);
  const inUse = await app.post(`${statements}/${importId}`, { action: "undo" }, billing);
  expect([refused.status, inUse.status]).toEqual([404, 409]);
  expect(text(await inUse.text())).toContain("so the import stands. Nothing was changed.");
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);

  expect(await (await app.get(path, billing)).text()).toContain('value="undo"');
  expect(await (await app.get(path, support)).text()).not.toContain('value="undo"');
  const undone = await app.post(path, { action: "undo" }, billing);
  expect([undone.status, undone.headers.get("location")]).toEqual([303, path]);
  const page = text(await (await app.get(path, billing)).text());
  expect(page).toContain("This import is undone");
  const again = await app.post(statements, { file: file(), account: "" }, billing);
  await runJobs(deps);
  expect(text(await (await app.get(again.headers.get("location")!, billing)).text()))
    .toContain("Lines 1 New 1");
});

Deno.test("a line above the limit is decided on the page of its approval, by somebody else", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const { billing, owner } = world.people;
  const { proposedLineId } = world.statements;
  const viewer = owner.staff!;
  const line = async () => unwrap(await getLine(deps, { viewer, id: proposedLineId }));
  const path = `/admin/approvals/${(await line()).approvalId}`;
  for (const person of [billing, owner]) {
    await app.post("/admin/confirm", { password: PASSWORD }, person);
  }

  const own = await app.post(path, { action: "approve", note: "" }, billing);
  expect([own.status, (await line()).status]).toEqual([409, "proposed"]);
  const shown = await (await app.get(path, owner)).text();
  expect(shown).toContain(`/admin/payments/lines/${proposedLineId}`);
  const approved = await app.post(path, { action: "approve", note: "" }, owner);

  expect([approved.status, (await line()).status]).toEqual([303, "booked"]);
});

Deno.test("a payment that is recorded by hand above the limit is proposed, and booked by somebody else", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const { billing, owner } = world.people;
  const { id, invoiceId } = world.orders.waiting;
  const limit = { currency: "EUR", topUpMin: "1", topUpMax: "9", approveAbove: "1.00" };
  const values = { limits: [limit] };
  unwrap(await updateSettings(deps, { actor: owner.staff!, section: "limits", values }));
  const fields = await paymentFormOf(deps, invoiceId, "TX BY HAND");

  const sent = await app.post(
    `/admin/orders/${id}`,
    { action: "record_payment", ...fields },
    billing,
  );
  const status = async () => (await readInvoice(deps.kv, invoiceId))?.status;
  expect([sent.status, await status()]).toEqual([303, "open"]);
  const list = await (await app.get("/admin/approvals?status=proposed", owner)).text();
  const path = /href="(\/admin\/approvals\/apr_\w+)"[^>]*>Payment recorded by hand/.exec(list)![1]!;
  await app.post("/admin/confirm", { password: PASSWORD }, owner);
  const approved = await app.post(path, { action: "approve", note: "" }, owner);

  expect([approved.status, await status()]).toEqual([303, "paid"]);
});

Deno.test("payments are saved as CSV in which no text is a formula", async () => {
  await using desk = await openDesk();
  const { app, deps, world } = desk;
  const { billing, customer } = world.people;
  unwrap(
    await bookReceipt(deps, {
      actor: billing.staff!,
      customerId: customer.id,
      invoiceId: null,
      receipt: {
        amount: money(1234, "EUR"),
        method: "bank_transfer",
        reference: '=HYPERLINK("http://evil.example","x")',
        receivedOn: "2026-03-01",
      },
      source: "staff",
    }),
  );

  const response = await app.get("/admin/payments/export?from=2026-03-01&to=2026-03-01", billing);
  const csv = await response.text();
  const nothing = await app.get("/admin/payments/export?from=2025-03-01&to=2025-03-01", billing);
  const wrong = await app.get("/admin/payments/export?from=2026-02-31&to=x", billing);

  expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect(response.headers.get("content-disposition"))
    .toContain('attachment; filename="payments-2026-03-01-2026-03-01.csv"');
  expect(csv).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")",12.34,EUR,credited,staff`);
  expect(csv.trim().split("\r\n")).toHaveLength(4);
  expect((await nothing.text()).trim().split("\r\n")).toHaveLength(1);
  expect(wrong.status).toBe(422);
});
