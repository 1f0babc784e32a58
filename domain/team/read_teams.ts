/** Who was let into an account, and which accounts somebody was let into. */
import { getAccount } from "@/domain/customer/mod.ts";
import { type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { readMembers, readTeams } from "./repo.ts";
import type { MembershipView, MemberView, TeamView } from "./view.ts";

/** The members of the viewer's own account; `not_found` for everybody but its owner. */
export async function listMembers(
  deps: Pick<Deps, "kv">,
  input: { viewer: CustomerActor },
): Promise<Result<MemberView[], NotFound>> {
  if (!isOwner(input.viewer)) return notFound();
  const members = await readMembers(deps.kv, input.viewer.id);
  const views = await Promise.all(members.map(async ({ personId, rights, addedAt }) => {
    const person = await getAccount(deps, personId);
    return person && {
      personId,
      name: person.name,
      email: person.email,
      hasSecondFactor: person.secondFactor !== "none",
      rights,
      addedAt,
    };
  }));
  return ok(views.filter((view) => view !== null));
}

/** The accounts that a person was let into, and may open at this moment. */
export async function listTeams(
  deps: Pick<Deps, "kv">,
  input: { personId: string },
): Promise<TeamView[]> {
  return (await readMemberships(deps, input.personId))
    .filter(({ isOpen }) => isOpen)
    .map(({ membership: { addedAt: _, ...team } }) => team);
}

/** All accounts that a person was let into, for the copy of their data. */
export async function listMemberships(
  deps: Pick<Deps, "kv">,
  input: { personId: string },
): Promise<MembershipView[]> {
  return (await readMemberships(deps, input.personId)).map(({ membership }) => membership);
}

async function readMemberships(
  deps: Pick<Deps, "kv">,
  personId: string,
): Promise<{ membership: MembershipView; isOpen: boolean }[]> {
  const teams = await readTeams(deps.kv, personId);
  const found = await Promise.all(teams.map(async ({ customerId, rights, addedAt }) => {
    const customer = await getAccount(deps, customerId);
    if (!customer) return null;
    const membership = { customerId, name: customer.name, rights, addedAt };
    return { membership, isOpen: customer.status === "active" };
  }));
  return found.filter((each) => each !== null);
}
