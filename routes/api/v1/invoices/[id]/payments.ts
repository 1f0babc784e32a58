/** Pays one of the account's invoices from its wallet. */
import { payFromWallet } from "@/domain/payment/mod.ts";
import { answer } from "../../../../(_lib)/api/answer.ts";
import { readJson } from "../../../../(_lib)/api/body.ts";
import {
  walletPaymentRequestSchema,
  walletPaymentSchema,
} from "../../../../(_lib)/api/crypto_schemas.ts";
import { requireCaller } from "../../../../(_lib)/api/gate.ts";
import { readIdempotencyKey } from "../../../../(_lib)/api/idempotency.ts";
import { presentWalletPayment } from "../../../../(_lib)/api/present_crypto.ts";
import { failureProblem } from "../../../../(_lib)/api/problems.ts";
import { define } from "../../../../(_lib)/state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const actor = requireCaller(ctx).customer;
    const invoiceId = ctx.params.id!;
    const key = readIdempotencyKey(ctx);
    if (!key.ok) return key.response;
    const body = await readJson(ctx, walletPaymentRequestSchema);
    if (!body.ok) return body.response;
    const input = { actor, invoiceId, ...body.value, idempotencyKey: key.value, requestId };
    const paid = await payFromWallet(deps, input);
    return paid.ok
      ? answer(walletPaymentSchema, presentWalletPayment(invoiceId, paid.value))
      : failureProblem(ctx, paid.error);
  },
});
