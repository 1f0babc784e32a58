/** What THREATS.md 2 says of whatever there is a number of, where one process alone would let its commits take turns. */
import { expect } from "expect";
import { verifyBooks } from "@/domain/books/mod.ts";
import { seedCatalog } from "@/domain/catalog/mod.ts";
import { listChanges, previewChange, requestChange } from "@/domain/change/mod.ts";
import { issueCreditNote, scanCreditNotes } from "@/domain/credit_note/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { listOrders, placeOrder } from "@/domain/order/mod.ts";
import { add, money } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { twoProcesses } from "../../helpers/processes.ts";
import { makeService } from "../billing/helpers.ts";
import { makeCustomer, makeStaff, openShop, orderForm } from "../order/fixtures.ts";
import { held } from "../wallet/fixtures.ts";
import { makeDebt, pay } from "./fixtures.ts";

Deno.test("THREATS 2: credit notes of two processes at once never give back more than was paid, and take each number once", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const { total, id: invoiceId } = debt.invoice;
  const actor = { ...makeStaff("billing"), id: "cus_01J00000000000000000000002" };
  const credit = { actor, invoiceId, reason: "An outage", amounts: ["25.00"] };

  await shop.times(20, (each) => issueCreditNote(each, credit));
  // What is left, if anything is
  await issueCreditNote(deps, { ...credit, amounts: [], isWhole: true });

  const notes = await Array.fromAsync(scanCreditNotes(deps.kv));
  const given = notes.reduce((all, note) => add(all, note.total), money(0, "EUR"));
  expect(given).toEqual(total);
  expect(await held(deps, debt.customer.id)).toBe(total.minor);
  expect((await readInvoice(deps.kv, invoiceId))!.paid.minor).toBe(0);
  expect(notes.map(({ number }) => number).toSorted())
    .toEqual(notes.map((_, at) => `CN-2026-${String(at + 1).padStart(6, "0")}`));
  unwrap(await verifyBooks(deps));
});

Deno.test("THREATS 2: a cheaper plan that two processes ask for at once is made and given back once", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  const actor = await openShop(deps);
  const serviceId = await makeService(deps, actor, { cycle: "annual", addons: ["ipv4:2"] });
  const wanted = { actor, serviceId, plan: "vps-start", cycle: "annual" };
  const { now } = unwrap(await previewChange(deps, wanted));
  const asked = { ...wanted, when: "now", seen: now!.seen, fromWallet: false } as const;

  const results = await shop.times(10, (each) => requestChange(each, asked));

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await listChanges(deps, serviceId)).map(({ status }) => status)).toEqual(["applied"]);
  expect(await held(deps, actor.id)).toBe(-now!.total.minor);
  expect(await Array.fromAsync(scanCreditNotes(deps.kv))).toHaveLength(1);
  unwrap(await verifyBooks(deps));
});

Deno.test("THREATS 2: a customer has no more unpaid orders than the settings say, also from two processes at once", async () => {
  await using shop = await twoProcesses();
  const { deps } = shop;
  unwrap(await seedCatalog(deps));
  const actor = await makeCustomer(deps);
  const place = (each: typeof deps, at: number) =>
    placeOrder(each, { actor, form: orderForm({ hostname: `n${at}.example.com` }) });

  const results = await shop.times(12, place);
  // Who gave up in the crowd comes again
  for (let at = 0; at < 12; at++) if (!results[at]!.ok) await place(deps, at);

  const orders = await listOrders(deps, { viewer: actor, status: "pending_payment" });
  expect(orders.items).toHaveLength(5);
});
