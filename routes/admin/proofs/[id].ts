/** The file of a proof, for staff: always a download. */
import { readProof } from "@/domain/payment/mod.ts";
import { attachment } from "../../(_lib)/downloads.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const proof = await readProof(ctx.state.deps, {
      viewer: requireStaff(ctx),
      id: ctx.params.id!,
    });
    return proof.ok ? attachment(proof.value) : problem(proof.error);
  },
});
