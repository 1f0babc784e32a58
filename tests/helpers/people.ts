/** Everybody who uses CloudNest, signed in: two customers, and one member of staff for each role. */
import {
  getAccount,
  loadAccount,
  registerCustomer,
  stageAccountChange,
} from "@/domain/customer/mod.ts";
import { logIn } from "@/domain/session/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { type Role, ROLE_PERMISSIONS, ROLES } from "@/domain/shared/permissions.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";

/** The password of everybody. */
export const PASSWORD = "correct horse battery";

/** Somebody with an account and a session. */
export interface Person {
  id: string;
  name: string;
  email: string;
  /** Acting for themselves. */
  customer: CustomerActor;
  /** With the permissions of their role; `null` for customers. */
  staff: StaffActor | null;
  /** Value of the session cookie. */
  session: string;
}

/** The people of a test. */
export type People = Readonly<Record<"customer" | "otherCustomer" | Role, Person>>;

/** Makes everybody. */
export async function makePeople(deps: Deps): Promise<People> {
  const people: Record<string, Person> = {
    customer: await makePerson(deps, { name: "Ada Customer", email: "ada@example.com" }),
    otherCustomer: await makePerson(deps, { name: "Eve Other", email: "eve@example.com" }),
  };
  for (const role of ROLES) {
    people[role] = await makePerson(deps, {
      name: `Staff ${role}`,
      email: `${role}@staff.example.com`,
      role,
    });
  }
  return people as unknown as People;
}

/** Registers somebody, gives them a role if there is one, and signs them in. */
export async function makePerson(
  deps: Deps,
  { name, email, role }: { name: string; email: string; role?: Role },
): Promise<Person> {
  const { accountId } = unwrap(await registerCustomer(deps, { name, email, password: PASSWORD }));
  if (role) await giveRole(deps, accountId, role);
  const customer: CustomerActor = { kind: "customer", id: accountId };
  const staff: StaffActor | null = role
    ? { kind: "staff", id: accountId, permissions: ROLE_PERMISSIONS[role] }
    : null;
  return { id: accountId, name, email, customer, staff, session: await signIn(deps, email) };
}

/** A new session of an account. */
export async function signIn(deps: Deps, email: string, password = PASSWORD): Promise<string> {
  const client = { ip: "192.0.2.1", userAgent: "test" };
  return unwrap(await logIn(deps, { email, password, ...client })).cookieToken;
}

/** Somebody's address is theirs from now on. */
export async function confirmAddress(
  deps: Deps,
  { customer }: Pick<Person, "customer">,
): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const account = (await loadAccount(tx, customer.id))!;
      const emailVerifiedAt = account.emailVerifiedAt ?? isoNow(deps.clock);
      stageAccountChange(tx, { ...account, emailVerifiedAt });
      return ok(undefined);
    }),
  );
}

async function giveRole(deps: Deps, accountId: string, role: Role): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const account = await loadAccount(tx, accountId);
      if (!account) throw new Error(`no account ${accountId}`);
      stageAccountChange(tx, { ...account, staffRole: role });
      return ok(null);
    }),
  );
  if ((await getAccount(deps, accountId))?.staffRole !== role) throw new Error("role not stored");
}
