/** Reading lines and imports, for staff who record or approve payments. */
import { getAccount } from "@/domain/customer/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { pageImports, readImport } from "./import_repo.ts";
import { matchAmongAll } from "./learn_closed.ts";
import { indexForLine } from "./open_invoices.ts";
import type { ImportRecord, LinePart, LineRecord } from "./record.ts";
import { pageLines, readLine } from "./repo.ts";
import type { Allocation } from "./suggestion.ts";
import type { AllocationView, ImportView, LineStatus, LineView, SuggestionView } from "./view.ts";

/** Lines that are shown beside one invoice. */
const MAX_BESIDE = 5;

/** Whether somebody may see the bank's statements. */
export function maySeeStatements(viewer: StaffActor): boolean {
  return viewer.permissions.has("payments.record") || viewer.permissions.has("payments.approve");
}

/** One page of lines in a state or of an import, newest first; empty for whoever may not see them. */
export async function listLines(
  deps: Deps,
  input: {
    viewer: StaffActor;
    filter: { status: LineStatus } | { importId: string };
    page?: PageRequest;
  },
): Promise<Page<LineView>> {
  if (!maySeeStatements(input.viewer)) return { items: [], next: null };
  const page = await pageLines(deps.kv, input.filter, input.page ?? {});
  return { items: await viewsOf(deps, page.items), next: page.next };
}

/** Open lines that may be the payment of an invoice; none for whoever may not see them. */
export async function listLinesBeside(
  deps: Deps,
  { viewer, invoiceId }: { viewer: StaffActor; invoiceId: string },
): Promise<LineView[]> {
  if (!maySeeStatements(viewer)) return [];
  const page = await pageLines(deps.kv, { invoiceId }, { limit: MAX_BESIDE });
  return await viewsOf(deps, page.items.filter(({ status }) => status === "open"));
}

/** One line. */
export async function getLine(
  deps: Deps,
  { viewer, id }: { viewer: StaffActor; id: string },
): Promise<Result<LineView, NotFound>> {
  const record = maySeeStatements(viewer) && isId("stl", id) ? await readLine(deps.kv, id) : null;
  if (!record) return notFound();
  const [view] = await viewsOf(deps, [record]);
  return ok(view!);
}

/** One page of imports, newest first; empty for whoever may not see them. */
export async function listImports(
  deps: Deps,
  input: { viewer: StaffActor; page?: PageRequest },
): Promise<Page<ImportView>> {
  if (!maySeeStatements(input.viewer)) return { items: [], next: null };
  const page = await pageImports(deps.kv, input.page ?? {});
  const items = await Promise.all(page.items.map((record) => toImportView(deps, record)));
  return { items, next: page.next };
}

/** One import. */
export async function getImport(
  deps: Deps,
  { viewer, id }: { viewer: StaffActor; id: string },
): Promise<Result<ImportView, NotFound>> {
  const isOpen = maySeeStatements(viewer) && isId("stm", id);
  const record = isOpen ? await readImport(deps.kv, id) : null;
  return record ? ok(await toImportView(deps, record)) : notFound();
}

async function toImportView(deps: Deps, record: ImportRecord): Promise<ImportView> {
  const { schemaVersion: _, sha256: __, upload: ___, mapping: ____, slice: _____, ...rest } =
    record;
  const { importedBy, undoneBy, ...shown } = rest;
  const name = (await getAccount(deps, importedBy))?.name ?? importedBy;
  const undoneByName = undoneBy && ((await getAccount(deps, undoneBy))?.name ?? undoneBy);
  return { ...shown, importedByName: name, undoneByName };
}

/** Names are looked up once for all lines of a page. */
async function viewsOf(deps: Deps, records: readonly LineRecord[]): Promise<LineView[]> {
  const names = lookUp(async (id) => (await getAccount(deps, id))?.name ?? id);
  const numbers = lookUp(async (id) => (await readInvoice(deps.kv, id))?.number ?? id);
  const toAllocation = async (part: Allocation | LinePart): Promise<AllocationView> => ({
    invoiceId: part.invoiceId,
    invoiceNumber: part.invoiceId === null ? null : await numbers(part.invoiceId),
    customerId: part.customerId,
    customerName: await names(part.customerId),
    amount: part.amount,
    paymentId: "paymentId" in part ? part.paymentId : null,
  });
  const toSuggestion = async (
    { allocations, score, reasons }: {
      allocations: Allocation[];
      score: number;
      reasons: string[];
    },
  ): Promise<SuggestionView> => ({
    allocations: await Promise.all(allocations.map(toAllocation)),
    score,
    reasons,
  });
  return await Promise.all(records.map(async (record) => {
    const { line, status, decidedBy } = record;
    // What was suggested may have been paid since: only what holds now is offered.
    const now = status === "open" && line.amount.minor > 0
      ? await matchAmongAll(deps, { line, index: await indexForLine(deps, record) })
      : { suggestions: [], closedNumbers: record.closedNumbers };
    const { fingerprint: _, ...shown } = line;
    return {
      ...shown,
      id: record.id,
      importId: record.importId,
      status,
      isPossibleRepeat: record.isPossibleRepeat,
      suggestions: await Promise.all(now.suggestions.map(toSuggestion)),
      closedNumbers: now.closedNumbers,
      allocations: await Promise.all(record.parts.map(toAllocation)),
      approvalId: record.approvalId,
      decidedByName: decidedBy === null ? null : await names(decidedBy),
      decidedAt: record.decidedAt,
      reason: record.reason,
    };
  }));
}

/** Asks for each id once. */
function lookUp(read: (id: string) => Promise<string>): (id: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  return (id) => {
    const answer = known.get(id) ?? read(id);
    known.set(id, answer);
    return answer;
  };
}
