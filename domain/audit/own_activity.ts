/** What the log has about an account, as its owner may see it: no staff, no networks, no contents. */
import type { Deps } from "../shared/deps.ts";
import type { Page, PageRequest } from "../shared/kv.ts";
import { pageEvents } from "./repo.ts";
import type { OwnEventView } from "./view.ts";

/** One page of the events about an account, newest first. The caller has made sure whose account it is. */
export async function listActivityOf(
  deps: Pick<Deps, "kv">,
  input: { accountId: string; page?: PageRequest },
): Promise<Page<OwnEventView>> {
  const { accountId } = input;
  const page = await pageEvents(deps.kv, { kind: "account", id: accountId }, input.page ?? {});
  const items = page.items.map(({ at, action, actor }): OwnEventView => ({
    at,
    action,
    by: actor.id === accountId ? "you" : actor.kind,
  }));
  return { items, next: page.next };
}
