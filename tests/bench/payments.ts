/**
 * Payments against what they cost at least: receipts booked on open invoices, by many customers at once and by one, whose
 * wallet and invoice make all of them take turns; and as many commits of the same size on the same kind of file.
 */
import { INVOICE_LANE, oneLine, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import { bookReceipt } from "@/domain/payment/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { median, medianRatio, takeTurns } from "./measure.ts";
import { commitAsMuch, recordingKv } from "./recorded_commit.ts";
import { makeCustomers, openBigShop } from "./shop.ts";
import type { Row } from "./table.ts";

const AIM = 0.4;
/** So much that no receipt of a cent pays it. */
const DEBT = money(100_000_000, "EUR");

/** An open invoice and whose it is. */
interface Debt {
  customerId: string;
  invoiceId: string;
}

/** Receipts a second against bare commits a second, for 50 customers in parallel and for one. */
export async function measurePayments(options: { rounds: number; batch: number }): Promise<Row[]> {
  return [
    await measureWith({ ...options, customers: 50 }),
    await measureWith({ ...options, customers: 1 }),
  ];
}

async function measureWith(
  { rounds, batch, customers: count }: { rounds: number; batch: number; customers: number },
): Promise<Row> {
  const folder = await Deno.makeTempDir();
  const { kv, commits } = recordingKv(await Deno.openKv(`${folder}/payments.kv`));
  const bareKv = await Deno.openKv(`${folder}/bare.kv`);
  await using deps = await makeDeps({ kv });
  await openBigShop(deps);
  const debts: Debt[] = [];
  for (const customer of await makeCustomers(deps, count)) {
    debts.push(await makeDebt(deps, customer));
  }
  let serial = 0;

  const pay = ({ customerId, invoiceId }: Debt) =>
    receive(deps, { customerId, invoiceId }, ++serial);
  await pay(debts[0]!);
  const model = commits.at(-1)!;
  const commit = () => commitAsMuch(bareKv, model, ++serial);
  const rate = (work: (debt: Debt) => Promise<void>) => async () => {
    const startedAt = performance.now();
    await eachInTurn(debts, batch, work);
    commits.length = 0;
    return batch / ((performance.now() - startedAt) / 1000);
  };
  const [payments, bare] = await takeTurns([rate(pay), rate(commit)], rounds);
  kv.close();
  bareKv.close();
  await Deno.remove(folder, { recursive: true });

  const ratio = medianRatio(payments!, bare!);
  return {
    name: `payments of ${count === 1 ? "one customer" : `${count} customers at once`} / bare KV ` +
      "commits of the same size",
    value: ratio.toFixed(2),
    aim: `≥ ${AIM.toFixed(2)}`,
    isMet: ratio >= AIM,
    note: `${Math.round(median(payments!))}/s against ${Math.round(median(bare!))}/s, ${
      model.sets.length + model.sums.length
    } writes and ${model.checks} checks each`,
  };
}

/** Every customer pays one after the other, all customers at once. */
async function eachInTurn(
  debts: readonly Debt[],
  batch: number,
  work: (debt: Debt) => Promise<void>,
): Promise<void> {
  const each = Math.ceil(batch / debts.length);
  await Promise.all(debts.map(async (debt) => {
    for (let done = 0; done < each; done++) await work(debt);
  }));
}

async function receive(deps: Deps, debt: Debt, serial: number): Promise<void> {
  unwrap(
    await bookReceipt(deps, {
      ...debt,
      actor: { kind: "system", id: "bench" },
      receipt: {
        amount: money(1, "EUR"),
        method: "bank_transfer",
        reference: `TX-${serial}`,
        receivedOn: "2026-03-01",
      },
      source: "statement",
    }),
  );
}

async function makeDebt(deps: Deps, customer: CustomerActor): Promise<Debt> {
  const line = oneLine({ kind: "item", slug: "work", label: "Work", unit: DEBT });
  const issued = await transact(
    deps,
    async (tx) =>
      ok(
        await stageIssueInvoice(tx, deps, {
          kind: "manual",
          customer: { id: customer.id, name: "Bench", email: "bench@example.com" },
          lines: [line],
          at: deps.clock.now(),
        }),
      ),
    { lane: INVOICE_LANE },
  );
  return { customerId: customer.id, invoiceId: unwrap(issued).id };
}
