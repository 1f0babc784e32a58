/** The public keys that invoices and credit notes are signed with, for whoever checks one without this server. */
import { publicKeySet } from "@/domain/seal/mod.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return Response.json(await publicKeySet(ctx.state.deps.kv), {
      headers: {
        "content-type": "application/jwk-set+json",
        "cache-control": "public, max-age=3600",
        // Programs of other sites may read what is public anyway.
        "access-control-allow-origin": "*",
      },
    });
  },
});
