/** Takes a person out of their services: credentials, hostname and notes go; plan and times stay. */
import type { Deps } from "@/domain/shared/deps.ts";
import { ERASED, type ErasedPart, type ErasePart } from "@/domain/shared/erasing.ts";
import { pageIds, transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { getServiceRecord, replaceService } from "./repo.ts";

/** Erases the next part of a customer's services; their ids. */
export async function eraseServices(
  deps: Pick<Deps, "kv" | "lanes">,
  { accountId, after }: ErasePart,
): Promise<ErasedPart & { ids: string[] }> {
  const request = { limit: 100, ...(after !== null && { after }) };
  const page = await pageIds(deps.kv, ["services_by_customer", accountId], request);
  let changed = 0;
  for (const id of page.items) {
    const isChanged = unwrap(
      await transact(deps, async (tx) => {
        const service = await getServiceRecord(tx, id);
        if (!service || service.hostname === ERASED) return ok(false);
        replaceService(tx, service, {
          ...service,
          hostname: ERASED,
          credentials: null,
          credentialsChangedAt: null,
          staffNotes: "",
          suspension: service.suspension && { ...service.suspension, note: ERASED },
          cancellation: service.cancellation && { ...service.cancellation, reason: ERASED },
          termination: service.termination && { ...service.termination, note: ERASED },
        });
        return ok(true);
      }),
    );
    if (isChanged) changed++;
  }
  return { changed, next: page.next, ids: page.items };
}
