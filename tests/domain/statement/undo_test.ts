/** Taking an import back: as a whole or not at all, whatever is booked at the same moment. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { getDeskCounts } from "@/domain/stats/mod.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { bookCertainLine } from "@/domain/statement/book_line.ts";
import {
  bookLine,
  confirmMapping,
  getImport,
  ignoreLine,
  mayUndoImport,
  previewMapping,
  statementJobHandlers,
  undoImport,
} from "@/domain/statement/mod.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { makeStaff } from "../order/fixtures.ts";
import { type Fate, flakyKv } from "../payment/flaky_kv.ts";
import type { Debt } from "../payment/fixtures.ts";
import {
  ACCOUNT,
  allLines,
  camtOf,
  CHIEF,
  CLERK,
  countPayments,
  csvOf,
  importFile,
  openDesk,
  runJobs,
  setLimit,
  transferFor,
  upload,
} from "./desk.ts";

const UNKNOWN = [1, 2, 3, 4, 5, 6].map((count) => ({
  amount: money(700 + count, "EUR"),
  text: `who knows ${count}`,
  bankId: `U${count}`,
}));

/** A line for a debt that somebody has to book, and five others; nothing is booked by itself. */
async function importOpen(deps: TestDeps, debt: Debt): Promise<string> {
  await setLimit(deps, "1.00");
  const importId = await importFile(deps, camtOf([transferFor(debt), ...UNKNOWN]));
  await setLimit(deps, "100000.00");
  return importId;
}

/** What books the first line of an import of `importOpen()`. */
async function bookingOf(deps: TestDeps, debt: Debt) {
  const [line] = await allLines(deps);
  const amount = (debt.invoice.due.minor / 100).toFixed(2);
  return { actor: CLERK, lineId: line!.id, parts: [{ target: debt.invoice.number, amount }] };
}

async function statusOf(deps: TestDeps, importId: string) {
  return unwrap(await getImport(deps, { viewer: CLERK, id: importId })).status;
}

/** The deps, but `happens` once before the commit of that place goes through. */
function interrupted(deps: TestDeps, place: number, happens: () => Promise<unknown>): TestDeps {
  let commits = 0;
  const fate = async (): Promise<Fate> => {
    if (++commits === place) await happens();
    return "done";
  };
  return { ...deps, kv: flakyKv(deps.kv, fate) };
}

Deno.test("an import whose columns were named wrongly is undone, and the file is imported again by the right ones", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  // Which column is which was mixed up: the purpose was taken for the payer's name.
  const file = csvOf([transferFor(debt!, { name: "Ada" }), ...UNKNOWN]);
  const wrong = unwrap(await upload(deps, file, ACCOUNT)).importId;
  const { mapping } = unwrap(await previewMapping(deps, { viewer: CLERK, importId: wrong }));
  const mixedUp = {
    ...mapping,
    columns: { ...mapping.columns, counterpartyName: "Purpose" },
    remittance: ["Name"],
  };
  unwrap(await confirmMapping(deps, { actor: CLERK, importId: wrong, mapping: mixedUp }));
  await runJobs(deps);
  const [line] = await allLines(deps);
  unwrap(await ignoreLine(deps, { actor: CLERK, lineId: line!.id, reason: "Nonsense." }));
  expect(await mayUndoImport(deps, { viewer: CLERK, importId: wrong })).toBe(true);

  unwrap(await undoImport(deps, { actor: CLERK, importId: wrong }));

  expect(unwrap(await getImport(deps, { viewer: CLERK, id: wrong })))
    .toMatchObject({ status: "undone", undoneByName: CLERK.id });
  const left = Object.keys(await dumpKv(deps.kv))
    .filter((key) => /^\["(statement|csv)_(?!imports)/.test(key));
  expect(left).toEqual([]);
  expect(unwrap(await getDeskCounts(deps, { viewer: CLERK })).linesToMatch).toBe(0);
  const right = unwrap(await upload(deps, file, ACCOUNT));
  expect(right.status).toBe("mapping");
  unwrap(await confirmMapping(deps, { actor: CLERK, importId: right.importId, mapping }));
  await runJobs(deps);
  const lines = await allLines(deps);
  expect(lines.map(({ status, isPossibleRepeat }) => [status, isPossibleRepeat]))
    .toEqual([["booked", false], ...Array(6).fill(["open", false])]);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("an import of which a line is booked or proposed stands, as does one that is no import, and nothing is written", async () => {
  await using deps = await makeDeps();
  const [booked, proposed] = await openDesk(deps, 2);
  const withBooked = await importFile(deps, camtOf([transferFor(booked!), UNKNOWN[0]!]));
  await setLimit(deps, "1.00");
  const withProposed = await importFile(deps, camtOf([transferFor(proposed!), UNKNOWN[1]!]));
  const line = (await allLines(deps)).find(({ importId }) => importId === withProposed)!;
  const amount = (proposed!.invoice.due.minor / 100).toFixed(2);
  const parts = [{ target: proposed!.invoice.number, amount }];
  unwrap(await bookLine(deps, { actor: CLERK, lineId: line.id, parts }));
  const running = unwrap(await upload(deps, camtOf([UNKNOWN[2]!]))).importId;
  const mapping = unwrap(await upload(deps, csvOf([UNKNOWN[3]!]), ACCOUNT)).importId;
  const before = await dumpKv(deps.kv);

  const codes: string[] = [];
  for (
    const [importId, actor] of [
      [withBooked, CLERK],
      [withProposed, CLERK],
      [running, CLERK],
      [mapping, CLERK],
      [withBooked, makeStaff("viewer")],
      ["stm_01J00000000000000000000000", CLERK],
      ["x", CLERK],
    ] as const
  ) {
    expect(await mayUndoImport(deps, { viewer: actor, importId })).toBe(false);
    const result = await undoImport(deps, { actor, importId });
    codes.push(result.ok ? "ok" : result.error.code);
  }

  expect(codes).toEqual([
    "import_in_use",
    "import_in_use",
    "not_undoable",
    "not_undoable",
    "not_found",
    "not_found",
    "not_found",
  ]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a line that is booked while its import begins to be undone stays booked, and the import stands with all of its lines", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const importId = await importOpen(deps, debt!);
  const booking = await bookingOf(deps, debt!);

  // The booking comes between the look at the lines and the commit that begins.
  const during = interrupted(deps, 1, async () => unwrap(await bookLine(deps, booking)));
  const undone = await undoImport(during, { actor: CHIEF, importId });
  await runJobs(deps);

  expect(undone).toEqual({ ok: false, error: { code: "import_in_use" } });
  expect(await statusOf(deps, importId)).toBe("done");
  expect((await allLines(deps)).map(({ status }) => status))
    .toEqual(["booked", ...Array(6).fill("open")]);
  expect(await countPayments(deps)).toBe(1);
});

Deno.test("a line whose import is undone while somebody books it isn't booked, by people or by itself", async () => {
  for (const isByItself of [false, true]) {
    await using deps = await makeDeps();
    const [debt] = await openDesk(deps);
    const importId = await importOpen(deps, debt!);
    const booking = await bookingOf(deps, debt!);

    // Undoing has only begun when the booking commits: the line is still there, and open.
    const during = interrupted(deps, 1, async () => {
      const stopped = interrupted(deps, 2, () => Promise.reject(new Error("the process died")));
      await undoImport(stopped, { actor: CHIEF, importId }).catch(() => {});
    });
    const booked = isByItself
      ? await bookCertainLine(during, booking.lineId)
      : await bookLine(during, booking);
    expect(booked).toEqual(isByItself ? null : { ok: false, error: { code: "line_decided" } });
    expect(await statusOf(deps, importId)).toBe("undoing");
    await runJobs(deps);

    expect(await statusOf(deps, importId)).toBe("undone");
    expect(await allLines(deps)).toEqual([]);
    expect(await countPayments(deps)).toBe(0);
  }
});

Deno.test("people who book and undo at once end with a booked line or an undone import, never with both", async () => {
  await using deps = await makeDeps();
  const debts = await openDesk(deps, 8);
  const ends: string[] = [];
  for (const debt of debts) {
    await setLimit(deps, "1.00");
    const importId = await importFile(deps, camtOf([transferFor(debt)]));
    await setLimit(deps, "100000.00");
    const [line] = (await allLines(deps)).filter((each) => each.importId === importId);
    const amount = (debt.invoice.due.minor / 100).toFixed(2);
    const parts = [{ target: debt.invoice.number, amount }];
    const before = await countPayments(deps);

    await Promise.all([
      ...Array.from(
        { length: 4 },
        () => bookLine(deps, { actor: CLERK, lineId: line!.id, parts }),
      ),
      ...Array.from({ length: 4 }, () => undoImport(deps, { actor: CHIEF, importId })),
    ]);
    await runJobs(deps);

    const isBooked = await countPayments(deps) > before;
    const lines = (await allLines(deps)).filter((each) => each.importId === importId);
    ends.push(`${await statusOf(deps, importId)} ${isBooked} ${lines.length}`);
  }

  expect(ends.filter((end) => end !== "done true 1" && end !== "undone false 0")).toEqual([]);
  expect((await verifyBooks(deps)).ok).toBe(true);
});

Deno.test("a run of an import that lagged behind adds nothing to it once it is undone", async () => {
  await using deps = await makeDeps();
  await openDesk(deps, 0);
  const { importId } = unwrap(await upload(deps, camtOf(UNKNOWN)));
  const job = { id: "x", kind: "statement.import", payload: { importId }, attempt: 1 };

  const lagging = interrupted(deps, 1, async () => {
    await runJobs(deps);
    unwrap(await undoImport(deps, { actor: CLERK, importId }));
  });
  await statementJobHandlers["statement.import"]!(lagging, job);

  expect(await allLines(deps)).toEqual([]);
  expect(await statusOf(deps, importId)).toBe("undone");
});

Deno.test("an import of many lines that is broken off anywhere while it is undone ends undone", async () => {
  await using deps = await makeDeps();
  await openDesk(deps, 0);
  const many = Array.from({ length: 1100 }, (_, at) => ({
    amount: money(100 + at, "EUR"),
    text: "x",
    bankId: `M${at}`,
  }));
  const importId = await importFile(deps, camtOf(many));
  let commits = 0;
  const fate = (): Fate => {
    commits++;
    return commits % 90 !== 0 ? "done" : commits % 180 === 0 ? "lost_after" : "lost_before";
  };
  const flaky = { ...deps, kv: flakyKv(deps.kv, fate) };

  await undoImport(flaky, { actor: CLERK, importId }).catch(() => {});
  expect(await statusOf(deps, importId)).toBe("undoing");
  for (let run = 0; run < 10; run++) {
    const job = { id: "x", kind: "statement.undo", payload: { importId }, attempt: 1 };
    await statementJobHandlers["statement.undo"]!(flaky, job).catch(() => {});
  }
  await runJobs(deps);

  expect(await statusOf(deps, importId)).toBe("undone");
  expect(await allLines(deps)).toEqual([]);
  expect(unwrap(await getDeskCounts(deps, { viewer: CLERK })).linesToMatch).toBe(0);
});
