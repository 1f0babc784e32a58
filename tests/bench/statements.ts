/**
 * Lines of statements a second, from the bank's file to the books: read, told apart, matched against all open invoices and
 * written one by one; those that are certain are booked, too. The same lines once more cost only their looking up.
 */
import { placeOrder } from "@/domain/order/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import {
  getImport,
  MAX_STATEMENT_LINES,
  statementJobHandlers,
  uploadStatement,
} from "@/domain/statement/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { makeStaff } from "@/tests/domain/order/fixtures.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { camtFile } from "@/tests/helpers/statements.ts";
import { median, takeTurns } from "./measure.ts";
import { makeCustomers, openBigShop, simpleOrder } from "./shop.ts";
import type { Row } from "./table.ts";

const ACCOUNT = "DE89370400440532013000";
const ACTOR = makeStaff("billing");
/** As many unpaid orders as a customer may have. */
const ORDERS_EACH = 5;

interface Entry {
  amount: string;
  text: string;
  id: string;
}

/** Lines a second, `batch` lines a file of each kind in turn. */
export async function measureStatements(
  options: { rounds: number; batch: number },
): Promise<Row[]> {
  const folder = await Deno.makeTempDir();
  const kv = await Deno.openKv(`${folder}/statements.kv`);
  await using deps = await makeDeps({ kv });
  await openBigShop(deps);
  await openAccount(deps);
  // A first round that doesn't count is taken, too.
  const invoices = await placeMany(deps, options.batch * (options.rounds + 1));
  let serial = 0;

  const rate = (entriesOf: () => Entry[]) => async () => {
    const file = camtFile(ACCOUNT, entriesOf());
    const startedAt = performance.now();
    await importAll(deps, file);
    return options.batch / ((performance.now() - startedAt) / 1000);
  };
  const certain = () => invoices.splice(0, options.batch);
  const unknown = () =>
    Array.from({ length: options.batch }, () => ({
      amount: "12.34",
      text: "no reference",
      id: `U${++serial}`,
    }));
  const same = unknown();
  const known = () => same;
  await rate(known)();
  const [booked, waiting, again] = await takeTurns(
    [rate(certain), rate(unknown), rate(known)],
    options.rounds,
  );
  kv.close();
  await Deno.remove(folder, { recursive: true });
  const perSecond = (rates: readonly number[] | undefined) => `${Math.round(median(rates!))}/s`;
  return [
    {
      name: "statement lines, read, matched and booked",
      value: perSecond(booked),
      note: `files of ${options.batch} lines, each the payment of an order by its reference`,
    },
    {
      name: "statement lines that wait for somebody",
      value: perSecond(waiting),
      note: "read, matched against all open invoices, and kept",
    },
    {
      name: "statement lines that are known already",
      value: perSecond(again),
      note: `at most ${MAX_STATEMENT_LINES.toLocaleString("en")} lines a file`,
    },
  ];
}

async function importAll(deps: Deps, file: File): Promise<void> {
  const { importId } = unwrap(await uploadStatement(deps, { actor: ACTOR, file, account: "" }));
  const run = { id: importId, kind: "statement.import", payload: { importId }, attempt: 1 };
  for (;;) {
    unwrap(await statementJobHandlers["statement.import"]!(deps, run));
    const { status } = unwrap(await getImport(deps, { viewer: ACTOR, id: importId }));
    if (status !== "running") return;
  }
}

/** Orders that wait for their payment, as the entries that pay them. */
async function placeMany(deps: Deps, count: number): Promise<Entry[]> {
  const customers = await makeCustomers(deps, Math.ceil(count / ORDERS_EACH));
  const form = await simpleOrder(deps, "host.example.com");
  const entries: Entry[] = [];
  for (let at = 0; at < count; at++) {
    const actor = customers[Math.floor(at / ORDERS_EACH)]!;
    const hostname = `host-${at}.example.com`;
    const placed = unwrap(await placeOrder(deps, { actor, form: { ...form, hostname } }));
    const { total, reference } = (await readInvoice(deps.kv, placed.invoiceId))!;
    entries.push({ amount: toDecimal(total), text: reference, id: `C${at}` });
  }
  return entries;
}

async function openAccount(deps: Deps): Promise<void> {
  const account = {
    currency: "EUR",
    holder: "CloudNest GmbH",
    iban: ACCOUNT,
    bic: "",
    bankName: "A bank",
    instructions: "",
  };
  const values = { accounts: [account] };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "bank", values }));
}
