/** Nobody moves money of their own account, by whichever way, below the limit and above it: nothing is booked or proposed. */
import { expect } from "expect";
import { issueCreditNote } from "@/domain/credit_note/mod.ts";
import { bookChainMoney, nameTransaction } from "@/domain/crypto/mod.ts";
import { voidInvoice, writeOffInvoice } from "@/domain/invoice_desk/mod.ts";
import { recordPayment, submitPayment } from "@/domain/payment/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { bookLine } from "@/domain/statement/mod.ts";
import { adjustWallet, noteRefundSent, refundWallet } from "@/domain/wallet/mod.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { openCryptoShop } from "../crypto/shop.ts";
import { issue } from "../invoice_desk/fixtures.ts";
import { makeCustomer, makeStaff } from "../order/fixtures.ts";
import { placeDebt } from "../payment/fixtures.ts";
import { allLines, camtOf, CLERK, importFile, openBank, setLimit } from "../statement/desk.ts";
import { fill } from "../wallet/fixtures.ts";

const TXID = "ab".repeat(32);
const TEXT = { currency: "EUR", reason: "For me" };
const RECEIPT = { currency: "EUR", method: "bank_transfer", received_on: "2026-03-01" };

Deno.test("staff move no money of their own account, neither alone nor by a proposal, and nothing is written", async () => {
  await using shop = await openCryptoShop();
  const { deps, debt: mine } = shop;
  const theirs = await placeDebt(deps, await makeCustomer(deps, "eve"), "eve.example.com");
  await openBank(deps);
  const { id: chainId } = await shop.quote("BTC");
  unwrap(await nameTransaction(deps, { actor: mine.customer, id: chainId, txid: TXID }));
  await fill(deps, mine.customer.id, 500_000);
  await importFile(deps, camtOf([{ amount: money(5000, "EUR"), text: "who knows" }]));
  const [line] = await allLines(deps);
  const manual = await issue(deps, mine.customer, 900);
  const me: StaffActor = { ...makeStaff("owner"), id: mine.customer.id };
  const sent = { method: "bank_transfer", destination: "DE02120300000000202051" };
  const refund = { ...TEXT, ...sent, amount: "5.00" };
  const input = { actor: CLERK, accountId: me.id, form: refund };
  const { id: refundId } = unwrap(await refundWallet(deps, input));
  const half = { target: mine.invoice.number, amount: "25.00" };
  const other = { target: theirs.invoice.number, amount: "25.00" };
  const invoiceId = mine.invoice.id;

  for (const limit of ["100000.00", "1.00"]) {
    await setLimit(deps, limit);
    const before = await dumpKv(deps.kv);
    const credit = { direction: "credit", amount: "5.00", ...TEXT };
    const form = { ...RECEIPT, reference: "TX 1", amount: toDecimal(mine.invoice.due) };
    const tries: Record<string, () => Promise<{ ok: boolean }>> = {
      recorded: () => recordPayment(deps, { actor: me, invoiceId, form }),
      submitted: () => submitPayment(deps, { actor: me, invoiceId, form }),
      line: () => bookLine(deps, { actor: me, lineId: line!.id, parts: [half, other] }),
      chain: () => bookChainMoney(deps, { actor: me, id: chainId, key: TXID, amount: "50.00" }),
      credited: () =>
        issueCreditNote(deps, { actor: me, invoiceId, amounts: ["5.00"], reason: "x" }),
      adjusted: () => adjustWallet(deps, { actor: me, accountId: me.id, form: credit }),
      refunded: () => refundWallet(deps, { actor: me, accountId: me.id, form: refund }),
      sent: () => noteRefundSent(deps, { actor: me, id: refundId, reference: "TX 2" }),
      voided: () => voidInvoice(deps, { actor: me, invoiceId: manual, reason: "x" }),
      givenUp: () => writeOffInvoice(deps, { actor: me, invoiceId: manual, reason: "x" }),
    };
    for (const [what, attempt] of Object.entries(tries)) {
      expect([what, await attempt()]).toEqual([
        what,
        { ok: false, error: { code: "own_account" } },
      ]);
    }
    expect(await dumpKv(deps.kv)).toEqual(before);
  }
});
