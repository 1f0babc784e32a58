/**
 * Places in the indexes by time for services that were stored before there were any. Done once for a database; the key
 * `["service_indexes"]` says so.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { getServiceRecord, stageDue } from "./repo.ts";

const DONE_KEY = ["service_indexes"];
const VERSION = 1;

/** Walks all services, unless that was done before. One that can't be read is logged and left out. */
export async function indexServices(deps: Deps): Promise<void> {
  if ((await deps.kv.get<number>(DONE_KEY)).value === VERSION) return;
  for await (const { key } of deps.kv.list({ prefix: ["services"] })) {
    const id = String(key[1]);
    try {
      unwrap(
        await transact(deps, async (tx) => {
          const service = await getServiceRecord(tx, id);
          if (service) stageDue(tx, null, service);
          return ok(undefined);
        }),
      );
    } catch (error) {
      deps.log.error("service.not_indexed", { serviceId: id, error });
    }
  }
  await deps.kv.set(DONE_KEY, VERSION);
}
