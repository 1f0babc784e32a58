/** What one of the account's invoices costs in cryptocurrency, as it was asked last, and what came of it. */
import { listCryptoAssets, listOfInvoice } from "@/domain/crypto/mod.ts";
import { answer } from "../../../../(_lib)/api/answer.ts";
import { invoiceCryptoSchema } from "../../../../(_lib)/api/crypto_schemas.ts";
import { requireCaller } from "../../../../(_lib)/api/gate.ts";
import { presentInvoiceCrypto } from "../../../../(_lib)/api/present_crypto.ts";
import { failureProblem } from "../../../../(_lib)/api/problems.ts";
import { define } from "../../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireCaller(ctx).customer;
    const payments = await listOfInvoice(deps, { viewer, invoiceId: ctx.params.id! });
    if (!payments.ok) return failureProblem(ctx, payments.error);
    const assets = await listCryptoAssets(deps);
    return answer(invoiceCryptoSchema, presentInvoiceCrypto(assets, payments.value));
  },
});
