/** What staff read who try to move money of their own account: on each page that has such a form, by the real application. */
import { expect } from "expect";
import { placeOrder } from "@/domain/order/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { refundWallet } from "@/domain/wallet/mod.ts";
import { text } from "@/tests/components/render.tsx";
import { issue } from "@/tests/domain/invoice_desk/fixtures.ts";
import { fill } from "@/tests/domain/wallet/fixtures.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeChainPayment, NAMED_TXID } from "@/tests/helpers/chain_payment.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makeWorld, orderFormOf, paymentFormOf } from "@/tests/helpers/world.ts";

const IGNORE = { ignore: ["sessions", "rate_limits"] };

Deno.test("each page says that a colleague has to do it, and nothing is written", async () => {
  await using deps = await makeDeps();
  const { people, statements } = await makeWorld(deps);
  const app = await makeApp(deps);
  const { billing, owner } = people;
  const form = await orderFormOf(deps, "mine.example.com");
  const order = unwrap(await placeOrder(deps, { actor: billing.customer, form }));
  const chain = unwrap(await placeOrder(deps, { actor: billing.customer, form }));
  const chainId = await makeChainPayment(deps, {
    staff: owner.staff!,
    customer: billing.customer,
    invoiceId: chain.invoiceId,
  });
  const manual = await issue(deps, billing.customer);
  await fill(deps, billing.id, 2_000);
  const booking = { amount: "5.00", currency: "EUR", reason: "For me" };
  const out = { method: "bank_transfer", destination: "DE02120300000000202051" };
  const refund = { actor: owner.staff!, accountId: billing.id, form: { ...booking, ...out } };
  const { id } = unwrap(await refundWallet(deps, refund));
  const receipt = await paymentFormOf(deps, order.invoiceId, "TX MINE");
  const wallet = `/admin/users/${billing.id}/wallet`;
  const invoice = `/admin/invoices/${manual}`;
  const before = await dumpKv(deps.kv, IGNORE);

  const tries: Array<[path: string, fields: Record<string, string | string[]>]> = [
    [`/admin/orders/${order.orderId}`, { action: "record_payment", ...receipt }],
    [`/admin/payments/lines/${statements.unknownLineId}`, {
      action: "book",
      "target.0": billing.email,
      "amount.0": "7.77",
    }],
    [`/admin/payments/chain/${chainId}`, { action: "book", key: NAMED_TXID, amount: "9.00" }],
    [invoice, { action: "record_payment", ...receipt, amount: "10.00" }],
    [invoice, { action: "credit", amounts: ["5.00"], reason: "For me" }],
    [invoice, { action: "void", reason: "For me" }],
    [invoice, { action: "write_off", reason: "For me" }],
    [wallet, { action: "adjust", direction: "credit", ...booking }],
    [wallet, { action: "refund", ...booking, ...out }],
    ["/admin/refunds", { id, reference: "TX OUT" }],
  ];
  for (const [path, fields] of tries) {
    const answer = await app.post(path, fields, billing);
    const shown = text(await answer.text());
    expect([path, fields.action, answer.status]).toEqual([path, fields.action, 409]);
    expect(shown).toContain("This is your own account: a colleague has to");
  }
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
});
