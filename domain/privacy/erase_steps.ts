/** The steps of an erasure: each does its next part, and says where it goes on. */
import { eraseEvents } from "@/domain/audit/mod.ts";
import { lastCreditedOn } from "@/domain/credit_note/mod.ts";
import { pageInvoiceDays } from "@/domain/invoice/mod.ts";
import { deleteDraftsFor, deleteStaffNotes } from "@/domain/invoice_desk/mod.ts";
import { eraseInvitations } from "@/domain/invitation/mod.ts";
import { eraseJobs } from "@/domain/job/mod.ts";
import { deleteLinksOf } from "@/domain/link/mod.ts";
import { eraseMails } from "@/domain/mail/mod.ts";
import { eraseOrders, stageForgetTrials } from "@/domain/order/mod.ts";
import { eraseProofs, walletPaymentsOf } from "@/domain/payment/mod.ts";
import { eraseSecondFactor } from "@/domain/second_factor/mod.ts";
import { eraseServices } from "@/domain/service/mod.ts";
import { eraseSessions } from "@/domain/session/mod.ts";
import { forgetPayers, walletLinesOf } from "@/domain/statement/mod.ts";
import { deleteCustomerTerms } from "@/domain/terms/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { forgetRateLimits } from "@/domain/shared/rate_limit.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { setExemption } from "@/domain/tax/mod.ts";
import { eraseTeams } from "@/domain/team/mod.ts";
import { bookingsOf } from "@/domain/wallet/mod.ts";
import { type Erasure, keptUntil } from "./erasure_model.ts";
import { noteRetained } from "./erasure_repo.ts";
import { approvalsOf } from "./approvals_of.ts";
import { deleteChunks, readExport, stageNoExport } from "./export_repo.ts";

/** Who it is about. */
export interface Person {
  /** The one thing that is theirs alone. */
  email: string;
  /** Texts that they are known by, perhaps not they alone. */
  needles: readonly string[];
  /** Ids of their account and of what belongs to it, of which the log speaks. */
  ids: () => Promise<ReadonlySet<string>>;
}

/** What a part came to, as it is stored. */
export type StepResult = Pick<Erasure, "after" | "changed" | "retained">;

/** Does the next part of the step that an erasure is at; doing it again changes nothing. */
export async function runStep(
  deps: Deps,
  erasure: Erasure,
  { email, needles, ids }: Person,
): Promise<StepResult> {
  const { accountId, after, step, retained } = erasure;
  const part = { accountId, email, needles, after };
  switch (step) {
    case "account":
      await eraseAccess(deps, accountId, email);
      return counted(erasure, { changed: 1, next: null });
    case "orders":
      return counted(erasure, await eraseOrders(deps, part));
    case "services":
      return counted(erasure, await eraseServices(deps, part));
    case "invoices":
      return await retainInvoices(deps, erasure);
    case "mails":
      return counted(erasure, await eraseMails(deps, { ...part, ids: await ids() }));
    case "jobs":
      return counted(erasure, await eraseJobs(deps, part));
    case "audit":
      return counted(erasure, await eraseEvents(deps, { ...part, ids: await ids() }));
    case "traces":
      await forgetRateLimits(deps, { accountId, email });
      return { after: null, changed: erasure.changed, retained };
  }
}

function counted(
  { changed, step, retained }: Erasure,
  part: { changed: number; next: string | null },
): StepResult {
  const count = (changed[step] ?? 0) + part.changed;
  return { after: part.next, changed: { ...changed, [step]: count }, retained };
}

/** Everything by which somebody gets in, and the copy of their data. */
async function eraseAccess(
  deps: Deps,
  accountId: string,
  email: string,
): Promise<void> {
  await eraseSessions(deps, accountId);
  await eraseSecondFactor(deps, accountId);
  await eraseTeams(deps, accountId);
  await eraseInvitations(deps, { accountId, email });
  await deleteLinksOf(deps.kv, accountId);
  await forgetPayers(deps, accountId);
  await deleteCustomerTerms(deps.kv, accountId);
  const copy = await readExport(deps.kv, accountId);
  unwrap(
    await transact(deps, (tx) => {
      setExemption(tx, accountId, null);
      stageForgetTrials(tx, accountId);
      stageNoExport(tx, accountId);
      return Promise.resolve(ok(undefined));
    }),
  );
  if (copy?.file) await deleteChunks(deps.kv, copy.file.id);
}

/** Invoices stay, with a note of their last day; the proofs that were uploaded for them go. */
async function retainInvoices(deps: Deps, erasure: Erasure): Promise<StepResult> {
  const { accountId, after } = erasure;
  const { retainYears } = await getSettings(deps, "privacy");
  const page = await pageInvoiceDays(deps.kv, accountId, {
    limit: 100,
    ...(after !== null && { after }),
  });
  let { until } = erasure.retained;
  if (after === null) {
    until = await retainBookings(deps, { accountId, retainYears });
    await deleteDraftsFor(deps.kv, accountId);
  }
  let proofs = 0;
  for (const { id, issuedOn } of page.items) {
    const creditedOn = await lastCreditedOn(deps, id);
    const last = keptUntil(creditedOn ?? issuedOn, retainYears);
    await deleteStaffNotes(deps.kv, id);
    await noteRetained(deps.kv, last, id);
    if (until === null || last > until) until = last;
    proofs += (await eraseProofs(deps, id)).length;
  }
  const invoices = erasure.retained.invoices + page.items.length;
  return {
    ...counted(erasure, { changed: proofs, next: page.next }),
    retained: { invoices, until },
  };
}

/** What was booked for the person without an invoice, and decided about their money, stays as long; until when the last. */
async function retainBookings(
  deps: Deps,
  { accountId, retainYears }: { accountId: string; retainYears: number },
): Promise<string | null> {
  let until: string | null = null;
  for await (const { id, on } of bookedFor(deps, accountId)) {
    const last = keptUntil(on, retainYears);
    await noteRetained(deps.kv, last, id);
    if (until === null || last > until) until = last;
  }
  return until;
}

async function* bookedFor(
  deps: Deps,
  accountId: string,
): AsyncGenerator<{ id: string; on: string }> {
  for await (const { id, bookedOn: on } of walletLinesOf(deps, accountId)) yield { id, on };
  for await (const { id, receivedOn: on } of walletPaymentsOf(deps, accountId)) yield { id, on };
  for await (const { id, bookedOn: on } of bookingsOf(deps, accountId)) yield { id, on };
  for await (const { id, proposedAt } of approvalsOf(deps, accountId)) {
    yield { id, on: proposedAt.slice(0, 10) };
  }
}
