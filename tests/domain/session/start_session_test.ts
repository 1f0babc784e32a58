/** The one place that makes sessions holds to the second factor by itself, whoever calls it. */
import { expect } from "expect";
import { loadAccount, stageAccountChange } from "@/domain/customer/mod.ts";
import { stageSession } from "@/domain/session/start_session.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { client, registerAda } from "./setup.ts";

Deno.test("stageSession() makes none for an account with a second factor that wasn't asked for", async () => {
  await using deps = await makeDeps();
  const { accountId } = await registerAda(deps);
  unwrap(
    await transact(deps, async (tx) => {
      stageAccountChange(tx, { ...(await loadAccount(tx, accountId))!, secondFactor: "totp" });
      return ok(undefined);
    }),
  );
  const before = await dumpKv(deps.kv);
  const start = (factor: "totp" | null) =>
    transact(deps, async (tx) => {
      const account = (await loadAccount(tx, accountId))!;
      return ok(await stageSession(tx, deps, { account, client, factor }));
    });

  await expect(start(null)).rejects.toThrow("without its second factor");
  expect(await dumpKv(deps.kv)).toEqual(before);

  expect(await start("totp")).toMatchObject({ ok: true });
});
