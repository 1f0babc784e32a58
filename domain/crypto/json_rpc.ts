/** Calls to an Ethereum node (JSON-RPC 2.0 over HTTP), with answers parsed by the caller's schema. */
import { z } from "zod";
import type { Deps } from "@/domain/shared/deps.ts";
import { sendOutgoing } from "@/domain/shared/outgoing.ts";
import { ok, type Result } from "@/domain/shared/result.ts";
import { type ChainFailed, chainFailed } from "./arrival.ts";

const TIMEOUT_MS = 8000;
/** A block with all its transactions has a megabyte or two. */
const MAX_BYTES = 32 * 1024 * 1024;

const answerSchema = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

/** A number in hex, as the execution API has it. */
export const quantity = z.string().regex(/^0x[0-9a-f]{1,64}$/i).transform((text) => BigInt(text));

/** A small number in hex: a height, a time in seconds. */
export const smallQuantity = z.string().regex(/^0x[0-9a-f]{1,12}$/i).transform(Number);

/** A hash of 32 bytes in hex. */
export const hash32 = z.string().regex(/^0x[0-9a-f]{64}$/i).transform((text) => text.toLowerCase());

/** Calls a method. */
export async function callNode<T>(
  deps: Pick<Deps, "config">,
  { url, method, params = [], schema }: {
    url: string;
    method: string;
    params?: readonly unknown[];
    schema: z.ZodType<T>;
  },
): Promise<Result<T, ChainFailed>> {
  const answer = await sendOutgoing(deps, {
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    reach: "operator",
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
  if (!answer.ok) return chainFailed("ethereum", answer.error.reason);
  try {
    const { result, error } = answerSchema.parse(JSON.parse(answer.value.text));
    if (error) return chainFailed("ethereum", `${method}: ${error.code}`);
    return ok(schema.parse(result));
  } catch {
    const { status } = answer.value;
    const reason = status === 200 ? "an answer of another shape" : `status ${status}`;
    return chainFailed("ethereum", `${method}: ${reason}`);
  }
}

/** A number as the node takes it: in hex. */
export function hexOf(value: number): string {
  return `0x${value.toString(16)}`;
}
