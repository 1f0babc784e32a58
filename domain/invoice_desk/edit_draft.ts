/** Drafts: begun for a customer, changed by whoever has seen the last change, and thrown away. All of it needs `invoices.edit`. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount, readAccount } from "@/domain/customer/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { type Page, type PageRequest, transact, type Tx } from "@/domain/shared/kv.ts";
import { times } from "@/domain/shared/money.ts";
import {
  type Conflict,
  fail,
  type Failure,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { checkDraftForm, type DraftForm, draftTotal } from "./check_draft.ts";
import type { Draft } from "./model.ts";
import { dropDraft, getDraft, pageDrafts, readDraft, writeDraft } from "./repo.ts";
import type { DraftSummaryView, DraftView } from "./view.ts";

/** Somebody else has changed it since it was looked at. */
export interface Outdated extends Failure {
  readonly code: "outdated";
}

const VERSION_BYTES = 9;

/** Begins a draft for a customer, in the house's currency unless told. */
export async function createDraft(
  deps: Deps,
  input: { actor: StaffActor; customerId: string; currency?: string; requestId?: string },
): Promise<Result<{ id: string }, ValidationError | NotFound | Conflict>> {
  const { actor, customerId, requestId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("cus", customerId)) return notFound();
  const account = await readAccount(deps.kv, customerId);
  if (!account || account.erasedAt !== null) return notFound();
  const typed = (input.currency ?? "").trim().toUpperCase();
  const currency = typed || (await getSettings(deps, "money")).currency;
  if (!Intl.supportedValuesOf("currency").includes(currency)) {
    return invalid({ currency: "Enter a currency code such as EUR." });
  }
  const id = deps.ids.next("drf");
  const at = isoNow(deps.clock);
  return await transact(deps, (tx) => {
    writeDraft(tx, {
      schemaVersion: 1,
      ...{ id, customerId, currency },
      lines: [],
      notes: "",
      dueOn: null,
      fromWallet: false,
      createdBy: actor.id,
      createdAt: at,
      updatedAt: at,
      version: deps.ids.token(VERSION_BYTES),
    });
    const draft = { id, customerId };
    stageDraftAudit(tx, deps, { actor, action: "created", draft, after: { currency }, requestId });
    return Promise.resolve(ok({ id }));
  });
}

/** Replaces what a draft says; `version` is that of the one that was looked at. */
export async function saveDraft(
  deps: Deps,
  input: { actor: StaffActor; id: string; version: string; form: DraftForm; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | Outdated | Conflict>> {
  const { actor, id, version, form, requestId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("drf", id)) return notFound();
  return await transact(
    deps,
    async (tx): Promise<Result<void, ValidationError | NotFound | Outdated>> => {
      const before = await getDraft(tx, id);
      if (!before) return notFound();
      if (before.version !== version) return fail({ code: "outdated" });
      const checked = checkDraftForm(deps, { form, currency: before.currency });
      if (!checked.ok) return checked;
      const after: Draft = {
        ...before,
        ...checked.value,
        updatedAt: isoNow(deps.clock),
        version: deps.ids.token(VERSION_BYTES),
      };
      writeDraft(tx, after);
      const change = { actor, draft: after, after: checked.value, requestId };
      stageDraftAudit(tx, deps, { ...change, action: "changed" });
      return ok(undefined);
    },
  );
}

/** Throws a draft away. */
export async function deleteDraft(
  deps: Deps,
  input: { actor: StaffActor; id: string; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, id, requestId } = input;
  if (!actor.permissions.has("invoices.edit") || !isId("drf", id)) return notFound();
  return await transact(deps, async (tx) => {
    const before = await getDraft(tx, id);
    if (!before) return notFound();
    dropDraft(tx, id);
    stageDraftAudit(tx, deps, { actor, action: "deleted", draft: before, after: {}, requestId });
    return ok(undefined);
  });
}

/** One page of drafts, newest first. */
export async function listDrafts(
  deps: Deps,
  input: { viewer: StaffActor; page?: PageRequest },
): Promise<Page<DraftSummaryView>> {
  if (!input.viewer.permissions.has("invoices.edit")) return { items: [], next: null };
  const page = await pageDrafts(deps.kv, input.page ?? {});
  const items = await Promise.all(page.items.map((draft) => toSummary(deps, draft)));
  return { items, next: page.next };
}

/** One draft. */
export async function readDraftForStaff(
  deps: Deps,
  { viewer, id }: { viewer: StaffActor; id: string },
): Promise<Result<DraftView, NotFound>> {
  if (!viewer.permissions.has("invoices.edit") || !isId("drf", id)) return notFound();
  const draft = await readDraft(deps.kv, id);
  if (!draft) return notFound();
  const { currency, notes, dueOn, fromWallet, version } = draft;
  const lines = draft.lines.map((line) => ({ ...line, amount: times(line.unit, line.quantity) }));
  return ok({
    ...await toSummary(deps, draft),
    ...{ currency, lines, notes, dueOn, fromWallet, version },
  });
}

async function toSummary(deps: Deps, draft: Draft): Promise<DraftSummaryView> {
  const { id, customerId, updatedAt } = draft;
  const customerName = (await getAccount(deps, customerId))?.name ?? customerId;
  return { id, customerId, customerName, total: draftTotal(draft), updatedAt };
}

/** An event of the customer's account: drafts are gone when they are asked for. */
function stageDraftAudit(
  tx: Tx,
  deps: Deps,
  input: {
    actor: StaffActor;
    action: "created" | "changed" | "deleted";
    draft: Pick<Draft, "id" | "customerId">;
    after: object;
    requestId: string | undefined;
  },
): void {
  const { actor, action, draft, requestId } = input;
  stageAudit(tx, deps, {
    actor,
    action: `invoice_draft.${action}`,
    subject: { kind: "account", id: draft.customerId },
    after: { draftId: draft.id, ...input.after },
    requestId,
  });
}
