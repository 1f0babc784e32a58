/** Reading credit notes: a customer sees their own, staff with `invoices.view` all. */
import { type CustomerActor, mayUse, type StaffActor, type Viewer } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { explainCreditNote } from "./explain.ts";
import type { CreditNote } from "./model.ts";
import { pageCreditNotes, readCreditNote } from "./repo.ts";
import type {
  CreditNoteSummaryView,
  CreditNoteView,
  StaffCreditNoteSummaryView,
  StaffCreditNoteView,
} from "./view.ts";

const NOTHING = { items: [], next: null };

/** The customer's own credit note. */
export function getCreditNote(
  deps: Pick<Deps, "kv">,
  input: { viewer: CustomerActor; id: string },
): Promise<Result<CreditNoteView, NotFound>>;
/** Any credit note, for staff. */
export function getCreditNote(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; id: string },
): Promise<Result<StaffCreditNoteView, NotFound>>;
export async function getCreditNote(
  deps: Pick<Deps, "kv">,
  { viewer, id }: { viewer: Viewer; id: string },
): Promise<Result<CreditNoteView, NotFound>> {
  const note = isId("crn", id) ? await readCreditNote(deps.kv, id) : null;
  if (!note || !maySee(viewer, note)) return notFound();
  const { currency, subtotal, tax, returned, buyer, seller, taxRule, reason } = note;
  const view: CreditNoteView = {
    ...toSummary(note),
    lines: note.lines.map(({ label, net, tax, gross }) => ({ label, net, tax, gross })),
    ...{ currency, subtotal, tax, returned, buyer, seller, taxRule, reason },
    explanation: explainCreditNote(note),
  };
  if (viewer.kind === "customer") return ok(view);
  return ok({ ...view, customerId: note.customerId, issuedBy: note.issuedBy });
}

/** One page of a customer's own credit notes, newest first; of one invoice if one is named. */
export async function listCreditNotes(
  deps: Pick<Deps, "kv">,
  input: { viewer: CustomerActor; invoiceId?: string; page?: PageRequest },
): Promise<Page<CreditNoteSummaryView>> {
  const { viewer, invoiceId } = input;
  if (!mayUse(viewer, "billing")) return NOTHING;
  const filter = invoiceId === undefined ? { customerId: viewer.id } : { invoiceId };
  const page = await pageCreditNotes(deps.kv, filter, input.page ?? {});
  const own = page.items.filter(({ customerId }) => customerId === viewer.id);
  return { items: own.map(toSummary), next: page.next };
}

/** One page of all credit notes, of one customer's or one invoice's, for staff; empty without `invoices.view`. */
export async function listCreditNotesForStaff(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; customerId?: string; invoiceId?: string; page?: PageRequest },
): Promise<Page<StaffCreditNoteSummaryView>> {
  const { viewer, customerId, invoiceId } = input;
  if (!viewer.permissions.has("invoices.view")) return NOTHING;
  const filter = {
    ...(customerId !== undefined && { customerId }),
    ...(invoiceId !== undefined && { invoiceId }),
  };
  const page = await pageCreditNotes(deps.kv, filter, input.page ?? {});
  const items = page.items.map((note) => ({
    ...toSummary(note),
    customerId: note.customerId,
    buyerName: note.buyer.name,
  }));
  return { items, next: page.next };
}

function maySee(viewer: Viewer, note: CreditNote): boolean {
  return viewer.kind === "staff"
    ? viewer.permissions.has("invoices.view")
    : viewer.id === note.customerId && mayUse(viewer, "billing");
}

function toSummary(note: CreditNote): CreditNoteSummaryView {
  const { id, number, invoiceId, invoiceNumber, total, issuedAt } = note;
  return { id, number, invoiceId, invoiceNumber, total, issuedAt };
}
