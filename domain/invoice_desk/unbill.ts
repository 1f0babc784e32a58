/** What a void invoice has billed is taken back, by a job, and what was stopped for it runs again. Key: `["unbilled_services", invoiceId, serviceId]`. */
import { laterRenewals, stageReleased, voidLaterRenewals } from "@/domain/billing/mod.ts";
import {
  type Invoice,
  periodsByService,
  type PeriodsPaid,
  readInvoice,
} from "@/domain/invoice/mod.ts";
import type { JobHandlers } from "@/domain/job/mod.ts";
import { checkService, stageUnbilled } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type Conflict, fail, ok, type Result } from "@/domain/shared/result.ts";

/** The kind of job that takes back what a void invoice has billed. */
export const UNBILL_JOB = "invoices.unbill";

/** How often a job looks for later periods that are billed while it works. */
const MOST_LOOKS = 5;

/** Takes periods back that a void invoice has billed, a service a commit; each of them once, however often the job runs. */
export const deskJobHandlers: JobHandlers = {
  [UNBILL_JOB]: async (deps, { payload }) => {
    const invoice = await readInvoice(deps.kv, String(payload.invoiceId));
    if (invoice?.status !== "void") return fail({ code: "not_void", isFinal: true });
    for (const billed of periodsByService(invoice)) {
      const done = await unbill(deps, { invoice, billed });
      if (!done.ok) return fail({ code: done.error.code });
    }
    return ok(undefined);
  },
};

/** Periods are billed in their order: what is open for later ones is void first, and all of them are billed anew. */
async function unbill(deps: Deps, input: Unbilling): Promise<Result<void, Conflict>> {
  const { billed: { serviceId, period: { startsOn } } } = input;
  const why = "an earlier term is billed anew";
  for (let look = 0; look < MOST_LOOKS; look++) {
    const cleared = await voidLaterRenewals(deps, { serviceId, startsOn, why });
    if (!cleared.ok) return cleared;
    const done = await transact(deps, (tx) => stageUnbilledOnce(tx, deps, input));
    if (!done.ok) return done;
    if (done.value) return ok(undefined);
  }
  return fail({ code: "conflict" });
}

/** What is taken back of which void invoice. */
interface Unbilling {
  invoice: Invoice;
  billed: PeriodsPaid;
}

/** False where another invoice for a later period has been issued meanwhile. Checks a mark, the service, and a mail. */
async function stageUnbilledOnce(
  tx: Tx,
  deps: Deps,
  { invoice, billed: { serviceId, periods, period } }: Unbilling,
): Promise<Result<boolean, never>> {
  const key = ["unbilled_services", invoice.id, serviceId];
  if (await tx.get(key) !== null) return ok(true);
  const service = await checkService(tx, serviceId);
  if (service) {
    const later = await laterRenewals(deps, { serviceId, startsOn: period.startsOn });
    if (later.length > 0) return ok(false);
    const unbilled = stageUnbilled(tx, { service, periods });
    await stageReleased(tx, deps, { service: unbilled, invoiceId: invoice.id });
  }
  tx.set(key, true);
  return ok(true);
}
