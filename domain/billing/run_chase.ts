/**
 * Looks at every unpaid invoice whose time has come, found by that time, each in a commit of its own. Any number of processes
 * may do this at once, every minute.
 */
import {
  chasedInvoices,
  type ChaseEntry,
  readInvoice,
  setChaseAside,
} from "@/domain/invoice/mod.ts";
import { settleFromWallet } from "@/domain/payment/mod.ts";
import { isoNow, toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { compare, subtract } from "@/domain/shared/money.ts";
import { readTerms } from "@/domain/terms/mod.ts";
import { chaseInvoice } from "./chase_invoice.ts";
import { ASIDE, type BillingReport, type RunLimit } from "./model.ts";
import type { BillingStep } from "./view.ts";

/** Looks at one invoice in a row: a step for each of its services. */
const MOST_LOOKS = 50;

/** Looks at what is due. An invoice that can't be dealt with is logged, and comes up again in an hour. */
export async function runChase(
  deps: Deps,
  { mostSteps = Infinity }: RunLimit = {},
): Promise<BillingReport> {
  const report: BillingReport = { steps: [], failed: 0 };
  for await (const entry of chasedInvoices(deps.kv, isoNow(deps.clock))) {
    if (report.steps.length >= mostSteps) break;
    try {
      report.steps.push(...await tryWallet(deps, entry.id), ...await look(deps, entry));
    } catch (error) {
      report.failed++;
      deps.log.error("billing.chase_failed", { invoiceId: entry.id, error });
      await setChaseAside(deps.kv, entry, toIso(deps.clock.now().add(ASIDE)));
    }
  }
  return report;
}

async function look(deps: Deps, first: ChaseEntry): Promise<BillingStep[]> {
  const steps: BillingStep[] = [];
  let entry = first;
  for (let count = 0; count < MOST_LOOKS; count++) {
    const looked = await chaseInvoice(deps, entry);
    if (!looked.ok) {
      deps.log.warn("billing.chase_contended", { invoiceId: entry.id });
      break;
    }
    steps.push(...looked.value.steps);
    if (!looked.value.isMoreDue) break;
    const now = await readInvoice(deps.kv, entry.id);
    if (!now?.chase.nextAt) break;
    entry = { ...entry, key: [entry.key[0]!, now.chase.nextAt, entry.id] };
  }
  return steps;
}

/** Money may have come into the wallet since the invoice was issued: it is asked before anybody is reminded. */
async function tryWallet(deps: Deps, invoiceId: string): Promise<BillingStep[]> {
  const before = await readInvoice(deps.kv, invoiceId);
  if (before?.status !== "open") return [];
  if (!(await readTerms(deps, before.customerId)).paysFromWallet) return [];
  const settled = await settleFromWallet(deps, invoiceId);
  const after = settled.ok ? await readInvoice(deps.kv, invoiceId) : null;
  if (!after || compare(after.paid, before.paid) <= 0) return [];
  const { customerId, number } = after;
  const paid = subtract(after.paid, before.paid);
  return [{
    kind: "paid_from_wallet",
    at: isoNow(deps.clock),
    customerId,
    invoiceId,
    number,
    paid,
  }];
}
