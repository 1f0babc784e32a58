import { expect } from "expect";
import { type LinkPurpose, openLink, stageLink, stageUseLink } from "@/domain/link/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpText } from "@/tests/helpers/dump.ts";

const expired = { ok: false, error: { code: "link_expired" } };

async function makeLink(deps: Deps, purpose: LinkPurpose = "reset_password"): Promise<string> {
  const { token } = unwrap(
    await transact(deps, async (tx) =>
      ok(
        await stageLink(tx, deps, {
          purpose,
          subject: "cus_1",
          data: { email: "ada@example.com" },
          lifetimeMinutes: 15,
        }),
      )),
  );
  return token;
}

function spend(deps: Deps, token: unknown, purpose: LinkPurpose = "reset_password") {
  return transact(deps, (tx) => stageUseLink(tx, deps, { purpose, token }));
}

Deno.test("a link opens what it is about, as often as it is looked at, and is used once", async () => {
  await using deps = await makeDeps();
  const token = await makeLink(deps);
  const about = { ok: true, value: { subject: "cus_1", data: { email: "ada@example.com" } } };

  expect(await openLink(deps, { purpose: "reset_password", token })).toEqual(about);
  expect(await openLink(deps, { purpose: "reset_password", token })).toEqual(about);
  expect(await spend(deps, token)).toEqual(about);
  expect(await spend(deps, token)).toEqual(expired);
  expect(await openLink(deps, { purpose: "reset_password", token })).toEqual(expired);
});

Deno.test("of twenty clicks at the same time, also on two processes, one uses the link", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps({ kv: deps.kv });
  const token = await makeLink(deps);

  const results = await Promise.all(
    Array.from({ length: 20 }, (_, i) => spend(i % 2 === 0 ? deps : other, token)),
  );

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
});

Deno.test("a link ends with its time, by the record and not by KV's clean-up", async () => {
  await using deps = await makeDeps();
  const token = await makeLink(deps);

  deps.clock.advance({ seconds: 15 * 60 - 1 });
  expect(await openLink(deps, { purpose: "reset_password", token })).toMatchObject({ ok: true });
  deps.clock.advance({ seconds: 1 });

  expect(await openLink(deps, { purpose: "reset_password", token })).toEqual(expired);
  expect(await spend(deps, token)).toEqual(expired);
});

Deno.test("a link for one purpose opens no other, and stays good for its own", async () => {
  await using deps = await makeDeps();
  const token = await makeLink(deps, "verify_email");

  for (const purpose of ["reset_password", "change_email", "invite_staff", "not_me"] as const) {
    expect(await openLink(deps, { purpose, token })).toEqual(expired);
    expect(await spend(deps, token, purpose)).toEqual(expired);
  }
  expect(await spend(deps, token, "verify_email")).toMatchObject({ ok: true });
});

Deno.test("KV has no token that could be used", async () => {
  await using deps = await makeDeps();
  const token = await makeLink(deps);

  expect(await dumpText(deps)).not.toContain(token);
  expect(token).toMatch(/^[\w-]{43}$/);
});

Deno.test("tokens of every wrong shape get the answer of an unknown one, and none throws", async () => {
  await using deps = await makeDeps();
  const token = await makeLink(deps);
  const wrong: unknown[] = [
    "",
    " ",
    "0",
    0,
    1,
    true,
    null,
    undefined,
    {},
    [],
    [token],
    { token },
    { toString: () => token },
    Number.NaN,
    token.slice(0, -1),
    `${token}A`,
    ` ${token}`,
    `${token}\n`,
    `${token}\0`,
    `${token}=`,
    token.toLowerCase(),
    token.slice(0, -1) + "_",
    "A".repeat(43),
    "x".repeat(100_000),
    "../../links",
    "%00",
    "__proto__",
  ];

  for (const each of wrong) {
    if (each === token) continue;
    expect(await openLink(deps, { purpose: "reset_password", token: each })).toEqual(expired);
    expect(await spend(deps, each)).toEqual(expired);
  }
  expect(await spend(deps, token)).toMatchObject({ ok: true });
});
