import { expect } from "expect";
import {
  createOwner,
  findAccountByEmail,
  getAccount,
  getAccountForStaff,
  listAccounts,
  registerCustomer,
} from "@/domain/customer/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv, dumpText } from "@/tests/helpers/dump.ts";

const ada = { name: "Ada Lovelace", email: "ada@example.com", password: "correct horse battery" };
const viewer: StaffActor = {
  kind: "staff",
  id: "cus_staff",
  permissions: ROLE_PERMISSIONS.viewer,
};
const nobody: StaffActor = { kind: "staff", id: "cus_staff", permissions: new Set() };

function register(deps: TestDeps, email: string) {
  return registerCustomer(deps, { ...ada, email });
}

Deno.test("registerCustomer() makes an account that is found by id and by address", async () => {
  await using deps = await makeDeps();

  const { accountId } = unwrap(await registerCustomer(deps, ada));

  const account = await getAccount(deps, accountId);
  expect(account).toEqual({
    id: accountId,
    email: "ada@example.com",
    name: "Ada Lovelace",
    status: "active",
    createdAt: "2026-03-01T12:00:00.000Z",
    staffRole: null,
    isVerified: false,
    secondFactor: "none",
    timeZone: "UTC",
  });
  expect(await findAccountByEmail(deps, "ADA@Example.com")).toEqual(account);
});

Deno.test("registerCustomer() writes an audit event and no password", async () => {
  await using deps = await makeDeps();

  await registerCustomer(deps, ada);

  const stored = await dumpText(deps);
  expect(stored).toContain("account.registered");
  expect(stored).not.toContain("correct horse");
});

for (
  const email of ["ada@example.com", "ADA@EXAMPLE.COM", " ada@example.com", "ａda@example.com"]
) {
  Deno.test(`registerCustomer() refuses the known address written as "${email}"`, async () => {
    await using deps = await makeDeps();
    await registerCustomer(deps, ada);
    const before = await dumpKv(deps.kv);

    const second = await register(deps, email);

    expect(second).toEqual({ ok: false, error: { code: "email_taken" } });
    expect(await dumpKv(deps.kv)).toEqual(before);
  });
}

Deno.test("registerCustomer() makes one account of 20 registrations at once", async () => {
  await using deps = await makeDeps();

  const results = await Promise.all(Array.from({ length: 20 }, () => registerCustomer(deps, ada)));

  expect(results.filter((result) => result.ok)).toHaveLength(1);
  expect(await countKeys(deps.kv, ["accounts"])).toBe(1);
  expect(await countKeys(deps.kv, ["accounts_by_email"])).toBe(1);
});

Deno.test("registerCustomer() refuses a form that doesn't fit and writes nothing", async () => {
  await using deps = await makeDeps();

  const result = await registerCustomer(deps, { ...ada, password: "short" });

  expect(result).toMatchObject({ ok: false, error: { code: "validation" } });
  expect(await dumpKv(deps.kv)).toEqual({});
});

Deno.test("createOwner() makes one owner, however many processes start at once", async () => {
  await using kvDeps = await makeDeps();
  const processes = await Promise.all([1, 2, 3, 4].map(() => makeDeps({ kv: kvDeps.kv })));

  const results = await Promise.all(
    processes.map((deps) => createOwner(deps, { email: "admin@localhost", password: null })),
  );

  const made = results.map(unwrap).filter((owner) => owner.isNew);
  expect(made).toHaveLength(1);
  expect(made[0]!.madePassword).toHaveLength(16);
  expect(await findAccountByEmail(kvDeps, "admin@localhost")).toMatchObject({ staffRole: "owner" });
  expect(await countKeys(kvDeps.kv, ["accounts"])).toBe(1);
});

Deno.test("createOwner() makes no second owner when the configured address changes", async () => {
  await using deps = await makeDeps();
  await createOwner(deps, { email: "admin@localhost", password: "a given password" });
  const before = await dumpKv(deps.kv);

  const second = await createOwner(deps, {
    email: "other@localhost",
    password: "a given password",
  });

  expect(unwrap(second)).toMatchObject({ isNew: false, madePassword: null });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("createOwner() doesn't hand back a password that was given", async () => {
  await using deps = await makeDeps();

  const owner = unwrap(
    await createOwner(deps, { email: "admin@localhost", password: "a given password" }),
  );

  expect(owner).toEqual({ isNew: true, email: "admin@localhost", madePassword: null });
});

Deno.test("listAccounts() pages newest first, each account once", async () => {
  await using deps = await makeDeps();
  for (let i = 0; i < 7; i++) await register(deps, `person${i}@example.com`);

  const seen: string[] = [];
  let after: string | undefined;
  do {
    const page = unwrap(await listAccounts(deps, { viewer, page: { limit: 3, after } }));
    seen.push(...page.items.map((account) => account.email));
    after = page.next ?? undefined;
  } while (after);

  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `person${i}@example.com`));
});

Deno.test("listAccounts() searches by the start of an address, and pages the hits", async () => {
  await using deps = await makeDeps();
  for (const name of ["bob", "ada", "adam", "adele"]) await register(deps, `${name}@example.com`);

  const first = unwrap(await listAccounts(deps, { viewer, search: "AD", page: { limit: 2 } }));
  const rest = unwrap(
    await listAccounts(deps, { viewer, search: "AD", page: { limit: 2, after: first.next! } }),
  );

  expect([...first.items, ...rest.items].map((account) => account.email)).toEqual([
    "ada@example.com",
    "adam@example.com",
    "adele@example.com",
  ]);
  expect(rest.next).toBeNull();
});

Deno.test("accounts don't exist for staff without users.view, nor for malformed ids and cursors", async () => {
  await using deps = await makeDeps();
  const { accountId } = unwrap(await registerCustomer(deps, ada));
  const gone = { ok: false, error: { code: "not_found" } };

  expect(await listAccounts(deps, { viewer: nobody })).toEqual(gone);
  expect(await getAccountForStaff(deps, { viewer: nobody, id: accountId })).toEqual(gone);
  expect(await getAccountForStaff(deps, { viewer, id: "cus_x" })).toEqual(gone);
  expect(await listAccounts(deps, { viewer, page: { after: "\0" } })).toEqual(gone);
  expect(unwrap(await getAccountForStaff(deps, { viewer, id: accountId })).email).toBe(ada.email);
});

Deno.test("no view of an account has a password hash in it", async () => {
  await using deps = await makeDeps();
  const { accountId } = unwrap(await registerCustomer(deps, ada));

  const views = [
    await getAccount(deps, accountId),
    unwrap(await getAccountForStaff(deps, { viewer, id: accountId })),
    unwrap(await listAccounts(deps, { viewer })).items,
  ];

  expect(JSON.stringify(views)).not.toContain("scrypt");
});

Deno.test("an account stored in version 1 is read with what version 2 added", async () => {
  await using deps = await makeDeps();
  const { accountId } = unwrap(await registerCustomer(deps, ada));
  const { value } = await deps.kv.get<Record<string, unknown>>(["accounts", accountId]);
  const {
    passwordChangedAt: _p,
    secondFactor: _s,
    profile: _r,
    mailPreferences: _m,
    payoutsFrozenAt: _f,
    erasedAt: _e,
    ...kept
  } = value!;
  await deps.kv.set(["accounts", accountId], { ...kept, schemaVersion: 1 });

  const account = await getAccount(deps, accountId);

  expect(account).toMatchObject({ email: "ada@example.com", secondFactor: "none" });
});
