import { expect } from "expect";
import {
  createApiToken,
  listApiTokens,
  resolveApiToken,
  revokeApiToken,
  stageRevokeApiTokens,
} from "@/domain/api_token/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { changeAccount, makeToken, registerVerified, TOKEN_FORM } from "./setup.ts";

const ip = "192.0.2.1";

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part) => typeof part === "bigint" ? String(part) : part);
}

Deno.test("createApiToken() makes a token that works, and stores nothing that could be used as one", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);

  const { token, id, expiresAt } = await makeToken(deps, ada);

  expect(token).toMatch(/^cn_pat_[\w-]{43}$/);
  expect(expiresAt).toBe("2026-03-31T12:00:00.000Z");
  const holder = (await resolveApiToken(deps, { token, ip }))!;
  expect(holder).toMatchObject({ tokenId: id, customer: ada, account: { id: ada.id } });
  expect([...holder.scopes]).toEqual(TOKEN_FORM.scopes);
  await runDueJobs(deps, { handlers: jobHandlers });
  const everything = textOf([await dumpKv(deps.kv), deps.logged]);
  expect(everything).not.toContain(token);
  expect(everything).not.toContain(token.slice("cn_pat_".length));
});

Deno.test("createApiToken() is audited and mailed without the token", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  const { token } = await makeToken(deps, ada, { ranges: "192.0.2.0/24" });

  const audit = JSON.stringify(await dumpKv(deps.kv, { prefix: ["audit_events"] }));
  const mails = JSON.stringify(await dumpKv(deps.kv, { prefix: ["mails"] }));

  expect(audit).toContain("api_token.created");
  expect(audit).toContain("192.0.2.0/24");
  expect(mails).toContain("Backup script");
  expect(mails).toContain("192.0.2.0/24");
  for (const text of [audit, mails]) expect(text).not.toContain(token.slice(7));
});

Deno.test("createApiToken() refuses an account whose address isn't confirmed, and writes nothing", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  await changeAccount(deps, ada.id, { emailVerifiedAt: null });
  const before = await dumpKv(deps.kv);

  const result = await createApiToken(deps, { actor: ada, form: TOKEN_FORM });

  expect(result).toEqual({ ok: false, error: { code: "email_not_verified" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("nobody but an account's owner makes, sees or revokes its tokens", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  const { id } = await makeToken(deps, ada);
  const eve = await registerVerified(deps, "eve@example.com");
  const member: CustomerActor = {
    ...ada,
    via: { personId: eve.id, kind: "member", rights: new Set(["billing", "services"]) },
  };
  const before = await dumpKv(deps.kv);

  const notFound = { ok: false, error: { code: "not_found" } };
  expect(await createApiToken(deps, { actor: member, form: TOKEN_FORM })).toEqual(notFound);
  expect(await revokeApiToken(deps, { actor: member, id })).toEqual(notFound);
  expect(await revokeApiToken(deps, { actor: eve, id })).toEqual(notFound);
  expect(await listApiTokens(deps, { viewer: member })).toEqual([]);
  expect(await listApiTokens(deps, { viewer: eve })).toEqual([]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

const badForms: [what: string, form: Partial<typeof TOKEN_FORM>, field: string][] = [
  ["no name", { name: "  " }, "name"],
  ["a long name", { name: "x".repeat(61) }, "name"],
  ["a name that turns the text around", { name: "a\u202eb" }, "name"],
  ["no scope", { scopes: [] }, "scopes"],
  ["an unknown scope", { scopes: ["write:orders"] }, "scopes"],
  ["a scope twice", { scopes: ["read:orders", "read:orders"] }, "scopes"],
  ["6 days", { days: "6" }, "days"],
  ["366 days", { days: "366" }, "days"],
  ["no days", { days: "" }, "days"],
  ["half a day", { days: "7.5" }, "days"],
  ["days with a zero before", { days: "030" }, "days"],
  ["days in another notation", { days: "1e2" }, "days"],
  ["a range that isn't one", { ranges: "192.0.2.0/24, intranet" }, "ranges"],
  ["21 ranges", { ranges: Array.from({ length: 21 }, (_, i) => `192.0.2.${i}`).join() }, "ranges"],
];

for (const [what, form, field] of badForms) {
  Deno.test(`createApiToken() refuses ${what} beside the field`, async () => {
    await using deps = await makeDeps();
    const ada = await registerVerified(deps);
    const before = await dumpKv(deps.kv);

    const result = await createApiToken(deps, { actor: ada, form: { ...TOKEN_FORM, ...form } });

    expect(result).toMatchObject({ ok: false, error: { code: "validation" } });
    if (!result.ok && result.error.code === "validation") {
      expect(Object.keys(result.error.fields)).toEqual([field]);
    }
    expect(await dumpKv(deps.kv)).toEqual(before);
  });
}

Deno.test("a form that is sent twice, even at once, makes one token", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);

  const results = await Promise.all(
    [1, 2, 3].map(() => createApiToken(deps, { actor: ada, form: TOKEN_FORM })),
  );

  expect(results.filter((each) => each.ok)).toHaveLength(1);
  expect(await listApiTokens(deps, { viewer: ada })).toHaveLength(1);
});

Deno.test("an account has 20 tokens at the most, however many are made at once in two processes", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  const ada = await registerVerified(deps);
  for (let i = 0; i < 17; i++) await makeToken(deps, ada, { name: `Token ${i}` });

  const results = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      createApiToken(i % 2 ? deps : other, {
        actor: ada,
        form: { ...TOKEN_FORM, name: `Late ${i}` },
      })),
  );

  expect(results.filter((each) => each.ok).length).toBe(3);
  expect(await countKeys(deps.kv, ["api_tokens"])).toBe(20);
  const tokens = await listApiTokens(deps, { viewer: ada });
  expect(tokens).toHaveLength(20);
  expect(await createApiToken(deps, { actor: ada, form: { ...TOKEN_FORM, name: "More" } }))
    .toMatchObject({ ok: false, error: { fields: { "": expect.stringContaining("20") } } });
});

Deno.test("resolveApiToken() refuses what isn't exactly a token", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  const { token } = await makeToken(deps, ada);
  const last = token.at(-1)!;
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const loose = token.slice(0, -1) + alphabet[alphabet.indexOf(last) ^ 1]!;

  const wrong = [
    "",
    "cn_pat_",
    token.slice(7),
    token.slice(0, -1),
    `${token}A`,
    ` ${token}`,
    `${token}\n`,
    token.toUpperCase(),
    token.replace("cn_pat_", "cn_rt_"),
    loose,
    `cn_pat_${"A".repeat(43)}`,
    `cn_pat_${"A".repeat(100_000)}`,
  ];

  for (const each of wrong) {
    expect([each.slice(0, 60), await resolveApiToken(deps, { token: each, ip })])
      .toEqual([each.slice(0, 60), null]);
  }
  expect(await resolveApiToken(deps, { token, ip })).not.toBeNull();
});

Deno.test("a token ends at its time, when it is revoked, and with its account", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  const short = await makeToken(deps, ada, { name: "Short", days: "7" });
  const revoked = await makeToken(deps, ada, { name: "Revoked" });
  const kept = await makeToken(deps, ada, { name: "Kept" });

  unwrap(await revokeApiToken(deps, { actor: ada, id: revoked.id }));
  expect(await resolveApiToken(deps, { token: revoked.token, ip })).toBeNull();
  expect(await revokeApiToken(deps, { actor: ada, id: revoked.id }))
    .toEqual({ ok: false, error: { code: "not_found" } });

  deps.clock.advance({ hours: 7 * 24 - 1 });
  expect(await resolveApiToken(deps, { token: short.token, ip })).not.toBeNull();
  deps.clock.advance({ hours: 1 });
  expect(await resolveApiToken(deps, { token: short.token, ip })).toBeNull();
  expect(await resolveApiToken(deps, { token: kept.token, ip })).not.toBeNull();

  await changeAccount(deps, ada.id, { status: "suspended" });
  expect(await resolveApiToken(deps, { token: kept.token, ip })).toBeNull();
});

Deno.test("a token with ranges works from nowhere else", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  const { token } = await makeToken(deps, ada, { ranges: "198.51.100.0/24\n2001:db8:1::/48" });

  for (const from of ["198.51.100.7", "::ffff:198.51.100.7", "2001:db8:1:2::3"]) {
    expect([from, await resolveApiToken(deps, { token, ip: from }) !== null]).toEqual([from, true]);
  }
  for (const from of ["198.51.101.7", "2001:db8:2::3", "", "unknown", "::1"]) {
    expect([from, await resolveApiToken(deps, { token, ip: from }) !== null]).toEqual([
      from,
      false,
    ]);
  }
});

Deno.test("the last use is written every five minutes at the most, with its network", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  const { token } = await makeToken(deps, ada);
  const lastUse = async () => (await listApiTokens(deps, { viewer: ada }))[0]!.lastUsedAt;
  expect(await lastUse()).toBeNull();

  await resolveApiToken(deps, { token, ip: "2001:db8::1" });
  expect(await lastUse()).toBe("2026-03-01T12:00:00.000Z");
  expect((await listApiTokens(deps, { viewer: ada }))[0]!.lastUsedNetwork).toBe(
    "2001:db8:0:0::/64",
  );
  const before = await dumpKv(deps.kv);
  deps.clock.advance({ seconds: 299 });
  await resolveApiToken(deps, { token, ip });
  expect(await dumpKv(deps.kv)).toEqual(before);
  deps.clock.advance({ seconds: 1 });
  await resolveApiToken(deps, { token, ip });
  expect(await lastUse()).toBe("2026-03-01T12:05:00.000Z");
});

Deno.test("a use at the moment of revoking doesn't bring the token back", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  for (let i = 0; i < 20; i++) {
    const { token, id } = await makeToken(deps, ada);
    await Promise.all([
      resolveApiToken(deps, { token, ip }),
      revokeApiToken(deps, { actor: ada, id }),
      resolveApiToken(deps, { token, ip }),
    ]);
    expect(await resolveApiToken(deps, { token, ip })).toBeNull();
  }
  expect(await countKeys(deps.kv, ["api_tokens"])).toBe(0);
});

Deno.test("stageRevokeApiTokens() ends all tokens of an account, and no others", async () => {
  await using deps = await makeDeps();
  const ada = await registerVerified(deps);
  const eve = await registerVerified(deps, "eve@example.com");
  const tokens = [
    await makeToken(deps, ada, { name: "A" }),
    await makeToken(deps, ada, { name: "B" }),
  ];
  const other = await makeToken(deps, eve);

  const ended = unwrap(
    await transact(
      deps,
      async (tx) => ok(await stageRevokeApiTokens(tx, deps, { accountId: ada.id, actor: ada })),
    ),
  );

  expect(ended).toBe(2);
  for (const { token } of tokens) expect(await resolveApiToken(deps, { token, ip })).toBeNull();
  expect(await resolveApiToken(deps, { token: other.token, ip })).not.toBeNull();
});
