/** What becomes of a payer: accounts are forgotten at once, lines once the law lets go, drafts after a week. */
import { expect } from "expect";
import type { Payment } from "@/domain/payment/model.ts";
import type { Erasure } from "@/domain/privacy/erasure_model.ts";
import { runStep } from "@/domain/privacy/erase_steps.ts";
import { endRetention } from "@/domain/privacy/retention.ts";
import { money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { bookLine, clearOldDrafts } from "@/domain/statement/mod.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { countKeys } from "../../helpers/dump.ts";
import {
  ACCOUNT,
  allLines,
  camtOf,
  CLERK,
  csvOf,
  importFile,
  openDesk,
  PAYER,
  transferFor,
  upload,
} from "./desk.ts";

/** The steps of an erasure that money is about. */
async function erase(deps: TestDeps, accountId: string): Promise<void> {
  const person = { email: "ada@example.com", needles: [], ids: () => Promise.resolve(new Set("")) };
  for (const step of ["account", "invoices"] as const) {
    const erasure = {
      accountId,
      step,
      after: null,
      changed: {},
      retained: { invoices: 0, until: null },
    };
    await runStep(deps, erasure as unknown as Erasure, person);
  }
}

Deno.test("an erased customer's accounts are forgotten, and their lines lose the payer when the law lets go", async () => {
  await using deps = await makeDeps();
  const [debt] = await openDesk(deps);
  const payer = { iban: PAYER, name: "Greta Gone" };
  const credit = { ...payer, amount: money(500, "EUR"), text: "for my wallet", bankId: "W" };
  const other = { ...credit, text: "somebody else's", bankId: "X" };
  await importFile(deps, camtOf([transferFor(debt!, payer), credit, other]));
  const waiting = (await allLines(deps)).find(({ line }) => line.bankId === "W")!;
  const parts = [{ target: "ada@example.com", amount: "5.00" }];
  unwrap(await bookLine(deps, { actor: CLERK, lineId: waiting.id, parts }));
  const names = async () => (await allLines(deps)).map(({ line }) => line.counterpartyName);
  const references = async () => {
    const found: unknown[] = [];
    for await (const { value } of deps.kv.list<Payment>({ prefix: ["payments"] })) {
      found.push(value.reference !== "");
    }
    return found;
  };
  expect(await countKeys(deps.kv, ["payer_accounts"])).toBe(1);

  await erase(deps, debt!.customer.id);

  expect(await countKeys(deps.kv, ["payer_accounts"])).toBe(0);
  expect(await countKeys(deps.kv, ["payer_accounts_by_customer"])).toBe(0);
  expect([await endRetention(deps), await names(), await references()])
    .toEqual([0, ["Greta Gone", "Greta Gone", "Greta Gone"], [true, true]]);
  deps.clock.advance({ hours: 24 * 366 * 11 });
  // An invoice, a line and the payment that it brought.
  expect([await endRetention(deps), await names(), await references()])
    .toEqual([3, ["[erased]", "[erased]", "Greta Gone"], [false, false]]);
  expect((await allLines(deps))[0]!.line).toMatchObject({
    counterpartyIban: "",
    remittance: "[erased]",
    reference: null,
  });
  // The same file brings nothing back.
  await importFile(deps, camtOf([transferFor(debt!, payer), credit, other]));
  expect(await allLines(deps)).toHaveLength(3);
});

Deno.test("a file that waits for its mapping is thrown away after a week", async () => {
  await using deps = await makeDeps();
  await openDesk(deps, 0);
  const transfer = { amount: money(500, "EUR"), text: "x" };
  unwrap(await upload(deps, csvOf([transfer]), ACCOUNT));
  deps.clock.advance({ hours: 4 * 24 });
  const second = unwrap(await upload(deps, csvOf([transfer]), ACCOUNT));

  expect(await clearOldDrafts(deps)).toBe(0);
  deps.clock.advance({ hours: 4 * 24 });
  expect(await clearOldDrafts(deps)).toBe(1);

  const left: unknown[] = [];
  for await (const { key } of deps.kv.list({ prefix: ["statement_imports"] })) left.push(key[1]);
  expect(left).toEqual([second.importId]);
  expect(await countKeys(deps.kv, ["upload_chunks"])).toBe(1);
});
