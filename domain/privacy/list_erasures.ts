/** The reports of erasures, for staff. */
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { readClosing } from "@/domain/customer/mod.ts";
import { RETAINED_PREFIXES } from "./collections.ts";
import type { Erasure } from "./erasure_model.ts";
import { pageErasures } from "./erasure_repo.ts";
import type { ErasureView } from "./view.ts";

/** One page of erasures, newest first; `not_found` without the permission `users.view`. */
export async function listErasures(
  deps: Pick<Deps, "kv">,
  input: { viewer: StaffActor; page?: PageRequest },
): Promise<Result<Page<ErasureView>, NotFound>> {
  if (!input.viewer.permissions.has("users.view")) return notFound();
  const request = input.page ?? {};
  if (request.after !== undefined && !isId("era", request.after)) return notFound();
  const page = await pageErasures(deps.kv, request);
  const items = await Promise.all(page.items.map((one) => toView(deps, one)));
  return ok({ items, next: page.next });
}

async function toView(deps: Pick<Deps, "kv">, erasure: Erasure): Promise<ErasureView> {
  const { id, accountId, state, requestedAt, dueAt, doneAt, changed, retained, left } = erasure;
  const isUndone = state === "waiting" &&
    (await readClosing(deps.kv, accountId))?.erasureId !== id;
  const unexpected = left &&
    Object.fromEntries(
      Object.entries(left).filter(([prefix]) => !RETAINED_PREFIXES.includes(prefix)),
    );
  return {
    id,
    accountId,
    state: isUndone ? "undone" : state,
    requestedAt,
    dueAt,
    doneAt,
    changed,
    retainedInvoices: retained.invoices,
    retainedUntil: retained.until,
    unexpected,
  };
}
