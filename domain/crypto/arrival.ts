/** What both chains are read into: money that arrived at an address of ours. */
import { z } from "zod";
import { ASSETS, type DerivedNetwork } from "@/domain/settings/mod.ts";
import { fail, type Failure, type Result } from "@/domain/shared/result.ts";

export const arrivalSchema = z.strictObject({
  /** The chain's own name of it, used once: `txid:vout` on Bitcoin, the hash with the log's number on Ethereum. */
  key: z.string(),
  txid: z.string(),
  asset: z.enum(ASSETS),
  /** In the asset's smallest unit. */
  units: z.string().regex(/^\d+$/),
  address: z.string(),
  /** `null` while no block has it. */
  block: z.strictObject({ height: z.int().nonnegative(), hash: z.string(), at: z.string() })
    .nullable(),
  /** Its sender says that another transaction may take its place (BIP 125). */
  isReplaceable: z.boolean(),
});

/** Money at an address, as the chain shows it just now. */
export type Arrival = z.infer<typeof arrivalSchema>;

/** The node can't be asked, or its answer isn't one. */
export interface ChainFailed extends Failure {
  readonly code: "chain_failed";
  readonly network: DerivedNetwork;
  /** For the log; no URL. */
  readonly reason: string;
}

/** The failure of a node. */
export function chainFailed(network: DerivedNetwork, reason: string): Result<never, ChainFailed> {
  return fail({ code: "chain_failed", network, reason });
}
