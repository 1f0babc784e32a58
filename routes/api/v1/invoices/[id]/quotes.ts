/** Asks what one of the account's invoices costs in an asset. */
import { listOfInvoice, requestQuote } from "@/domain/crypto/mod.ts";
import { answer } from "../../../../(_lib)/api/answer.ts";
import { readJson } from "../../../../(_lib)/api/body.ts";
import { cryptoPaymentSchema, quoteRequestSchema } from "../../../../(_lib)/api/crypto_schemas.ts";
import { requireCaller } from "../../../../(_lib)/api/gate.ts";
import { presentCryptoPayment } from "../../../../(_lib)/api/present_crypto.ts";
import { failureProblem } from "../../../../(_lib)/api/problems.ts";
import { define } from "../../../../(_lib)/state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const actor = requireCaller(ctx).customer;
    const invoiceId = ctx.params.id!;
    const body = await readJson(ctx, quoteRequestSchema);
    if (!body.ok) return body.response;
    const asked = await requestQuote(deps, { actor, invoiceId, ...body.value, requestId });
    if (!asked.ok) return failureProblem(ctx, asked.error);
    const payments = await listOfInvoice(deps, { viewer: actor, invoiceId });
    if (!payments.ok) return failureProblem(ctx, payments.error);
    const payment = payments.value.find(({ id }) => id === asked.value.id)!;
    return answer(cryptoPaymentSchema, presentCryptoPayment(payment));
  },
});
