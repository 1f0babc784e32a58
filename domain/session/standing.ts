/**
 * What a signed-in person may do at this moment, beyond what session and account say: the permissions of a custom role,
 * and whose account they act on. It is read on each request, and only for those whom it concerns.
 */
import { type Account, accountKey, parseAccount } from "@/domain/customer/mod.ts";
import { isCustomRole, parseRole, roleKey, rolePermissions } from "@/domain/role/mod.ts";
import { CUSTOMER_RIGHTS, type CustomerActor, type CustomerRight } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Permission } from "@/domain/shared/permissions.ts";
import { memberKey, parseMember } from "@/domain/team/mod.ts";
import type { Session } from "./model.ts";

/** The account that somebody acts on, when it isn't their own. */
export interface ActingAs {
  kind: "member" | "staff";
  customerId: string;
  name: string;
  /** When it ends by itself; `null` for members. */
  endsAt: string | null;
}

/** What somebody may do at this moment. */
export interface Standing {
  /** `null` for customers. */
  permissions: ReadonlySet<Permission> | null;
  actingAs: ActingAs | null;
  customer: CustomerActor;
}

/** What acting staff may use: secrets stay the customer's own. */
export const ACTING_RIGHTS: ReadonlySet<CustomerRight> = new Set(
  CUSTOMER_RIGHTS.filter((right) => right !== "credentials"),
);

/** Reads it; most people have neither a custom role nor anybody else's account open, and cost nothing. */
export async function readStanding(
  deps: Pick<Deps, "kv" | "clock">,
  { session, account }: { session: Session; account: Account },
): Promise<Standing> {
  const { staffRole } = account;
  const target = session.onAccount;
  const keys: Deno.KvKey[] = [];
  if (isCustomRole(staffRole)) keys.push(roleKey(staffRole));
  if (target) keys.push(accountKey(target.customerId), memberKey(target.customerId, account.id));
  const values = keys.length === 0
    ? []
    : (await deps.kv.getMany<unknown[]>(keys)).map(({ value }) => value);
  const role = isCustomRole(staffRole) ? parseRole(values.shift()) : null;
  const permissions = staffRole === null ? null : rolePermissions(staffRole, role);
  const own: CustomerActor = { kind: "customer", id: account.id };
  if (!target) return { permissions, actingAs: null, customer: own };

  const customer = parseAccount(values[0] ?? null);
  const rights = customer?.status !== "active"
    ? null
    : target.kind === "member"
    ? parseMember(values[1])?.rights ?? null
    : mayActAs(deps, { permissions, customer, until: target.until })
    ? ACTING_RIGHTS
    : null;
  if (!customer || !rights) return { permissions, actingAs: null, customer: own };
  const { kind, customerId, until } = target;
  return {
    permissions,
    actingAs: { kind, customerId, name: customer.name, endsAt: until },
    customer: {
      kind: "customer",
      id: customerId,
      via: { personId: account.id, kind, rights: new Set(rights) },
    },
  };
}

function mayActAs(
  deps: Pick<Deps, "clock">,
  input: { permissions: Standing["permissions"]; customer: Account; until: string | null },
): boolean {
  const { permissions, customer, until } = input;
  return permissions?.has("customers.act_as") === true && customer.staffRole === null &&
    until !== null && Temporal.Instant.compare(deps.clock.now(), until) < 0;
}
