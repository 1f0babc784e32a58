/**
 * A log-in with the old password whose session is stored between the moment in which the sessions of an account are looked up
 * and the commit that ends them: whatever takes the password away ends that one too.
 */
import { expect } from "expect";
import {
  changePassword,
  requestPasswordReset,
  resetPassword,
  resolveSession,
} from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { reportNotMe } from "@/domain/takeover/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { runJobs, tokenOf } from "@/tests/helpers/mails.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

const password = "quiet marble lantern";
const ELSEWHERE = { ip: "203.0.113.5", userAgent: "curl/8" };

/** The same deps, whose first look at the sessions of an account is followed by `then` before anything else happens. */
function afterLooking(deps: TestDeps, then: () => Promise<void>): TestDeps {
  let isFirst = true;
  const kv = new Proxy(deps.kv, {
    get(target, name) {
      if (name === "list") {
        return (...args: Parameters<Deno.Kv["list"]>) => {
          const [{ prefix }] = args as [{ prefix?: Deno.KvKey }];
          return prefix?.[0] === "sessions_by_account" ? watched(args) : target.list(...args);
        };
      }
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

  async function* watched(args: Parameters<Deno.Kv["list"]>) {
    yield* deps.kv.list(...args);
    if (!isFirst) return;
    isFirst = false;
    await then();
  }
  return { ...deps, kv } as TestDeps;
}

const WAYS: Readonly<Record<string, (deps: TestDeps, watching: () => TestDeps) => Promise<void>>> =
  {
    "a reset": async (deps, watching) => {
      unwrap(await requestPasswordReset(deps, { email: ada.email, client }));
      await runJobs(deps);
      const token = await tokenOf(deps, "password_reset");
      unwrap(await resetPassword(watching(), { token, password, client }));
    },
    "a change": async (deps, watching) => {
      const { cookieToken } = unwrap(await logInAda(deps));
      const signedIn = (await resolveSession(deps, cookieToken))!;
      const change = { signedIn, client, currentPassword: ada.password, password };
      unwrap(await changePassword(watching(), change));
      expect(await resolveSession(deps, cookieToken)).not.toBeNull();
    },
    '"this wasn\'t me"': async (deps, watching) => {
      unwrap(await logInAda(deps));
      unwrap(await logInAda(deps, ELSEWHERE));
      unwrap(await reportNotMe(watching(), { token: await tokenOf(deps, "new_device") }));
    },
  };

for (const [what, way] of Object.entries(WAYS)) {
  Deno.test(`no session with the old password outlives ${what}, also one that is stored in its middle`, async () => {
    await using deps = await makeDeps();
    await registerAda(deps);
    let late = "";
    await way(deps, () =>
      afterLooking(deps, async () => {
        late = unwrap(await logInAda(deps, ELSEWHERE)).cookieToken;
        expect(await resolveSession(deps, late)).not.toBeNull();
      }));

    expect(late).not.toBe("");
    expect(await resolveSession(deps, late)).toBeNull();
  });
}
