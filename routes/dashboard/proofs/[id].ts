/** The file of one of the customer's proofs of payment. */
import { readProof } from "@/domain/payment/mod.ts";
import { attachment } from "../../(_lib)/downloads.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCustomer(ctx);
    const file = await readProof(ctx.state.deps, { viewer, id: ctx.params.id! });
    return file.ok ? attachment(file.value) : problem(file.error);
  },
});
