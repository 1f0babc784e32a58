/** Whether an invoice is genuine, for anybody who holds it: by the code that is printed on it, without signing in. */
import type { Deps } from "@/domain/shared/deps.ts";
import { networkOf } from "@/domain/shared/network.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { readInvoice } from "./repo.ts";
import { findByCode, isGenuine, printCode, readSeal } from "./seal.ts";
import type { VerifiedInvoiceView } from "./view.ts";

/** Checks from one network in an hour: enough for a bookkeeper, and 100 bits can't be found by trying. */
const LIMIT = { limit: 60, windowSeconds: 3600 };

/**
 * Looks an invoice up by its code.
 *
 * Errors: `not_found`, which for a printed code means that the paper is forged; `rate_limited`.
 */
export async function verifyInvoice(
  deps: Deps,
  { code, ip }: { code: string; ip: string },
): Promise<Result<VerifiedInvoiceView, NotFound | RateLimited>> {
  const limit = { scope: "verify.network", subject: networkOf(ip), ...LIMIT };
  const taken = await takeRateLimit(deps, limit);
  if (!taken.ok) return taken;
  const invoiceId = await findByCode(deps.kv, code);
  if (invoiceId === null) return notFound();
  const [invoice, seal] = await Promise.all([
    readInvoice(deps.kv, invoiceId),
    readSeal(deps.kv, invoiceId),
  ]);
  if (!invoice || !seal) return notFound();
  const { number, issuedAt, total, seller, status, voidedAt, credited } = invoice;
  return ok({
    code: printCode(seal.code),
    number,
    issuedOn: issuedAt.slice(0, 10),
    total,
    seller: seller.name,
    status,
    voidedOn: voidedAt?.slice(0, 10) ?? null,
    credited,
    isGenuine: await isGenuine(deps.kv, invoice, seal),
    keyId: seal.keyId,
  });
}
