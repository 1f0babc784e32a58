/** Imports: whatever is sent twice, at once, or broken off, each line is there once and booked once. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { add, money, subtract } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import {
  bookLine,
  confirmMapping,
  discardImport,
  getImport,
  previewMapping,
  statementJobHandlers,
} from "@/domain/statement/mod.ts";
import { bookCertainLine } from "@/domain/statement/book_line.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { countKeys, dumpKv } from "../../helpers/dump.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Fate, flakyKv } from "../payment/flaky_kv.ts";
import { pay } from "../payment/fixtures.ts";
import {
  ACCOUNT,
  allLines,
  camtOf,
  CLERK,
  countPayments,
  csvOf,
  importFile,
  openDesk,
  PAYER,
  runJobs,
  setLimit,
  transferFor,
  upload,
} from "./desk.ts";

Deno.test("an import books what is certain by itself, and leaves the rest to people", async () => {
  await using deps = await makeDeps();
  const [certain, under] = await openDesk(deps, 2);
  const short = subtract(under!.invoice.due, money(100, "EUR"));

  const importId = await importFile(
    deps,
    camtOf([
      transferFor(certain!, { iban: PAYER, name: "Ada" }),
      transferFor(under!, { amount: short }),
      { amount: money(777, "EUR"), text: "who knows" },
      { amount: money(-500, "EUR"), text: "fees" },
    ]),
  );

  expect(unwrap(await getImport(deps, { viewer: CLERK, id: importId }))).toMatchObject({
    status: "done",
    lineCount: 4,
    newCount: 4,
    repeatCount: 0,
    bookedCount: 1,
    accounts: [ACCOUNT],
  });
  expect((await readInvoice(deps.kv, certain!.invoice.id))?.status).toBe("paid");
  expect((await readInvoice(deps.kv, under!.invoice.id))?.paid.minor).toBe(0);
  const lines = await allLines(deps);
  expect(lines.map(({ status, match, decidedBy }) => [status, match, decidedBy])).toEqual([
    ["booked", "certain", null],
    ["open", "likely", null],
    ["open", "unknown", null],
    ["outgoing", "outgoing", null],
  ]);
  expect(lines[0]!.parts).toMatchObject([
    { invoiceId: certain!.invoice.id, amount: certain!.invoice.due },
  ]);
  expect((await verifyBooks(deps)).ok).toBe(true);
  // The file itself isn't kept.
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(0);
});

Deno.test("the same file twice, and a file that overlaps, book each line once", async () => {
  await using deps = await makeDeps();
  const [first, second] = await openDesk(deps, 2);
  const one = transferFor(first!);
  const two = transferFor(second!, { day: "2026-03-04" });
  const unknown = { amount: money(777, "EUR"), text: "who knows" };

  await importFile(deps, camtOf([one, unknown]));
  const again = await importFile(deps, camtOf([one, unknown]));
  const overlap = await importFile(deps, camtOf([unknown, one, two]));

  const counts = async (id: string) => {
    const { newCount, repeatCount, bookedCount } = unwrap(
      await getImport(deps, { viewer: CLERK, id }),
    );
    return [newCount, repeatCount, bookedCount];
  };
  expect(await counts(again)).toEqual([0, 2, 0]);
  expect(await counts(overlap)).toEqual([1, 2, 1]);
  expect(await allLines(deps)).toHaveLength(3);
  expect(await countPayments(deps)).toBe(2);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("two payments that are alike are two lines; the second for a paid invoice waits for somebody", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const transfer = transferFor(debt!, { bankId: undefined });

  await importFile(deps, camtOf([transfer, transfer]));
  await importFile(deps, camtOf([transfer, transfer]));

  const lines = await allLines(deps);
  expect(lines.map(({ status }) => status)).toEqual(["booked", "open"]);
  expect(lines[1]!.closedNumbers).toEqual([debt!.invoice.number]);
  expect(await countPayments(deps)).toBe(1);
});

Deno.test("a line behind the seam of two statements that looks the same isn't lost, and not booked by itself", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const transfer = transferFor(debt!, { bankId: undefined, amount: money(1000, "EUR") });

  await importFile(deps, camtOf([transfer], "41"));
  await importFile(deps, camtOf([transfer], "42"));
  await importFile(deps, camtOf([transfer], "42"));
  await importFile(deps, camtOf([transfer], "41"));

  const lines = await allLines(deps);
  expect(lines.map(({ isPossibleRepeat }) => isPossibleRepeat)).toEqual([false, true]);
});

Deno.test("what another format has brought is never booked by itself a second time", async () => {
  await using deps = await makeDeps();
  const [debt, other] = await openDesk(deps, 2);
  // The order's invoice was paid by hand in between, so the first file's line is open still.
  const camt = transferFor(debt!, { text: "no reference" });
  await importFile(deps, camtOf([camt]));
  const { importId } = unwrap(
    await upload(deps, csvOf([transferFor(debt!), transferFor(other!)]), ACCOUNT),
  );
  const { mapping } = unwrap(await previewMapping(deps, { viewer: CLERK, importId }));
  unwrap(await confirmMapping(deps, { actor: CLERK, importId, mapping }));

  await runJobs(deps);

  const lines = await allLines(deps);
  const isSameSum = debt!.invoice.due.minor === other!.invoice.due.minor;
  expect(isSameSum).toBe(true);
  // One of the two is the line that is known, whichever: the first waits, the second is new money.
  expect(lines.map(({ status, isPossibleRepeat }) => [status, isPossibleRepeat])).toEqual([
    ["open", false],
    ["open", true],
    ["booked", false],
  ]);
});

Deno.test("money that was recorded by hand isn't booked again when the bank's file comes", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  unwrap(await pay(deps, debt!));

  await importFile(deps, camtOf([transferFor(debt!)]));

  const [line] = await allLines(deps);
  expect(line).toMatchObject({ status: "open", closedNumbers: [debt!.invoice.number] });
  expect(await countPayments(deps)).toBe(1);
});

Deno.test("files that are imported at once, by several processes, book each line once", async () => {
  const kv = await Deno.openKv(":memory:");
  try {
    const processes = await Promise.all(Array.from({ length: 4 }, () => makeDeps({ kv })));
    const [deps] = processes;
    const debts = await openDesk(deps!, 12);
    const transfers = debts.map((debt) => transferFor(debt));
    await Promise.all(processes.map(async (each, index) => {
      const part = transfers.slice(index, index + 9);
      unwrap(await upload(each, camtOf(part)));
    }));

    await Promise.all(processes.map((each) => runJobs(each)));

    expect(await countPayments(deps!)).toBe(12);
    const lines = await allLines(deps!);
    expect(lines.map(({ status }) => status)).toEqual(Array(12).fill("booked"));
    expect((await verifyBooks(deps!)).ok).toBe(true);
    const imports = await Promise.all(
      [...new Set(lines.map(({ importId }) => importId))].map((id) =>
        getImport(deps!, { viewer: CLERK, id })
      ),
    );
    const counted = imports.map(unwrap).reduce((sum, { newCount }) => sum + newCount, 0);
    expect(counted).toBe(12);
  } finally {
    kv.close();
  }
});

Deno.test("an import that is broken off anywhere goes on where it was, and books each line once", async () => {
  await using deps = await makeDeps();
  const debts = await openDesk(deps, 8);
  const joint = debts.slice(6);
  const transfers = [
    ...debts.slice(0, 6).map((debt) => transferFor(debt)),
    {
      amount: add(joint[0]!.invoice.due, joint[1]!.invoice.due),
      text: joint.map(({ invoice }) => invoice.reference).join(" "),
      bankId: "J",
    },
  ];
  unwrap(await upload(deps, camtOf(transfers)));
  // One commit in five is lost, half of those after it was done.
  let commits = 0;
  let losses = 0;
  const fate = (): Fate => {
    commits++;
    if ((commits * 7919) % 5 !== 0) return "done";
    return losses++ % 2 === 0 ? "lost_before" : "lost_after";
  };
  const flaky = { ...deps, kv: flakyKv(deps.kv, fate) };

  for (let run = 0; run < 60; run++) {
    await runDueJobs(flaky, { handlers: jobHandlers }).catch(() => {});
    deps.clock.advance({ hours: 7 });
  }
  await runJobs(deps);

  deps.takeErrors();

  expect(losses).toBeGreaterThan(5);
  expect((await allLines(deps)).map(({ status }) => status)).toEqual(Array(7).fill("booked"));
  expect(await countPayments(deps)).toBe(8);
  for (const { invoice } of debts) {
    expect((await readInvoice(deps.kv, invoice.id))?.status).toBe("paid");
  }
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("a long file is done in slices, and the last one says so", async () => {
  await using deps = await makeDeps();
  await openDesk(deps, 0);
  const transfers = Array.from({ length: 1100 }, (_, at) => ({
    amount: money(100 + at, "EUR"),
    text: `number ${at}`,
    bankId: `L${at}`,
  }));

  const id = await importFile(deps, camtOf(transfers));

  expect(unwrap(await getImport(deps, { viewer: CLERK, id })))
    .toMatchObject({ status: "done", lineCount: 1100, position: 1100, newCount: 1100 });
  expect(await countKeys(deps.kv, ["statement_lines"])).toBe(1100);
});

Deno.test("a line above the limit is never booked by itself, however certain it is", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  await setLimit(deps, "1.00");

  await importFile(deps, camtOf([transferFor(debt!)]));

  expect(await allLines(deps)).toMatchObject([{ status: "open", match: "certain" }]);
  expect(await countPayments(deps)).toBe(0);
});

Deno.test("a CSV waits for its mapping, which is then remembered for the account until the columns change", async () => {
  await using deps = await makeDeps();
  const [debt, other] = await openDesk(deps, 2);
  const first = csvOf([transferFor(debt!, { name: "Ada" })]);

  const sent = unwrap(await upload(deps, first, ACCOUNT));
  const preview = unwrap(await previewMapping(deps, { viewer: CLERK, importId: sent.importId }));
  expect(sent.status).toBe("mapping");
  expect(preview).toMatchObject({
    problem: null,
    lineCount: 1,
    lines: [{ counterpartyName: "Ada", amount: debt!.invoice.due }],
    mapping: { columns: { bookedOn: "Date", amount: "Amount" }, remittance: ["Purpose"] },
  });
  unwrap(
    await confirmMapping(deps, { actor: CLERK, importId: sent.importId, mapping: preview.mapping }),
  );
  await runJobs(deps);
  const second = unwrap(await upload(deps, csvOf([transferFor(other!)]), ACCOUNT));
  await runJobs(deps);
  const changed = csvOf([transferFor(other!)], "Date;Payer;Purpose;Amount");
  const third = unwrap(await upload(deps, changed, ACCOUNT));

  expect([second.status, third.status]).toEqual(["running", "mapping"]);
  expect(await countPayments(deps)).toBe(2);
  // A mapping is confirmed once.
  expect(
    await confirmMapping(deps, { actor: CLERK, importId: sent.importId, mapping: preview.mapping }),
  ).toMatchObject({ error: { code: "not_found" } });
});

Deno.test("a mapping by which the file can't be read writes nothing; a discarded file leaves nothing", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const { importId } = unwrap(await upload(deps, csvOf([transferFor(debt!)]), ACCOUNT));
  const { mapping } = unwrap(await previewMapping(deps, { viewer: CLERK, importId }));
  const wrong = { ...mapping, columns: { ...mapping.columns, amount: "Name" } };
  const before = await dumpKv(deps.kv);

  const refused = await confirmMapping(deps, { actor: CLERK, importId, mapping: wrong });
  const hidden = await discardImport(deps, { actor: makeStaff("support"), importId });

  expect(refused).toMatchObject({ error: { fields: { "": expect.stringContaining("Line 2") } } });
  expect(hidden).toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
  unwrap(await discardImport(deps, { actor: CLERK, importId }));
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(0);
  expect(await countKeys(deps.kv, ["statement_imports"])).toBe(0);
});

Deno.test("a file that can't be read writes nothing and says where it is wrong", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const good = await camtOf([transferFor(debt!)]).text();
  const before = await dumpKv(deps.kv);
  const bad: Array<[file: File, field: string, message: string]> = [
    [new File([good.slice(0, 400)], "x.xml"), "file", "Line 1: This isn't well-formed XML"],
    [new File([good.replace(ACCOUNT, "DE02120300000000202051")], "x.xml"), "file", "isn't among"],
    [new File([], "x.xml"), "file", "empty"],
    [new File([], ""), "file", "Choose the file"],
    [new File(["x"], "x.csv"), "account", "choose it"],
    [new File([new Uint8Array(10 * 1024 * 1024 + 1)], "x.xml"), "file", "larger than 10 MB"],
  ];

  for (const [file, field, message] of bad) {
    const result = await upload(deps, file);
    expect(result).toMatchObject({
      error: { fields: { [field]: expect.stringContaining(message) } },
    });
  }
  for (const role of ["support", "provisioning", "viewer"] as const) {
    expect(await upload(deps, camtOf([transferFor(debt!)]), "", makeStaff(role)))
      .toMatchObject({ error: { code: "not_found" } });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("an account that has paid before makes its customer's next transfer certain by the number alone", async () => {
  await using deps = await makeDeps();
  const [first, second] = await openDesk(deps, 2);
  await importFile(deps, camtOf([transferFor(first!, { iban: PAYER })]));

  await importFile(
    deps,
    camtOf([transferFor(second!, { iban: PAYER, text: `Invoice ${second!.invoice.number}` })]),
  );

  expect((await allLines(deps)).map(({ status }) => status)).toEqual(["booked", "booked"]);
});

Deno.test("an import and staff who book the same line at once book it once", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  await setLimit(deps, "1.00");
  await importFile(deps, camtOf([transferFor(debt!)]));
  await setLimit(deps, "100000.00");
  const [line] = await allLines(deps);
  const parts = [{ target: debt!.invoice.number, amount: "1000.00" }];
  parts[0]!.amount = (debt!.invoice.due.minor / 100).toFixed(2);

  const all = await Promise.all(
    Array.from({ length: 20 }, () => bookLine(deps, { actor: CLERK, lineId: line!.id, parts })),
  );

  expect(all.filter(({ ok }) => ok)).toHaveLength(1);
  for (const { ok, ...result } of all) {
    if (!ok) expect(result).toMatchObject({ error: { code: "line_decided" } });
  }
  expect(await countPayments(deps)).toBe(1);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("an import that runs twice at once counts each line once", async () => {
  await using deps = await makeDeps();
  const debts = await openDesk(deps, 4);
  const transfers = Array.from({ length: 120 }, (_, at) => ({
    amount: money(100 + at, "EUR"),
    text: "x",
    bankId: `T${at}`,
  }));
  const file = camtOf([...debts.map((debt) => transferFor(debt)), ...transfers]);
  const { importId } = unwrap(await upload(deps, file));
  const job = { id: "x", kind: "statement.import", payload: { importId }, attempt: 1 };
  const run = () => statementJobHandlers["statement.import"]!(deps, job);

  await Promise.all([run(), run(), run()]);
  await run();

  expect(unwrap(await getImport(deps, { viewer: CLERK, id: importId })))
    .toMatchObject({ status: "done", newCount: 124, repeatCount: 0 });
  expect(await countPayments(deps)).toBe(4);
});

Deno.test("two lines that were certain of one invoice at the same moment book it once; the other waits", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  await setLimit(deps, "1.00");
  const [one, two] = [transferFor(debt!, { bankId: "P1" }), transferFor(debt!, { bankId: "P2" })];
  await importFile(deps, camtOf([one, two]));
  const lines = await allLines(deps);
  expect(lines.map(({ match }) => match)).toEqual(["certain", "certain"]);

  const booked = await Promise.all(lines.map(({ id }) => bookCertainLine(deps, id)));

  expect(booked.filter((allocations) => allocations !== null)).toHaveLength(1);
  expect((await allLines(deps)).map(({ status }) => status).toSorted()).toEqual(["booked", "open"]);
  expect(await countPayments(deps)).toBe(1);
});
