import { expect } from "expect";
import { type AuditInput, listAudit, stageAudit } from "@/domain/audit/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { fail, ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

const owner: StaffActor = {
  kind: "staff",
  id: "cus_owner",
  permissions: ROLE_PERMISSIONS.owner,
};

async function record(deps: Deps, input: Partial<AuditInput> = {}): Promise<void> {
  unwrap(
    await transact(deps, (tx) => {
      stageAudit(tx, deps, {
        actor: owner,
        action: "order.placed",
        subject: { kind: "order", id: "ord_1" },
        ...input,
      });
      return Promise.resolve(ok(undefined));
    }),
  );
}

Deno.test("an event says who did what to what, when, and how it was before and after", async () => {
  await using deps = await makeDeps();
  await record(deps, {
    before: { status: "pending_payment", total: { minor: 100, currency: "EUR" } },
    after: { status: "paid", lines: [{ label: "VPS" }], paidAt: undefined },
    requestId: "req_1",
  });
  const { items } = unwrap(await listAudit(deps, { viewer: owner }));
  expect(items).toEqual([{
    id: expect.stringMatching(/^aud_/),
    at: "2026-03-01T12:00:00.000Z",
    actor: { kind: "staff", id: "cus_owner" },
    action: "order.placed",
    subject: { kind: "order", id: "ord_1" },
    before: { status: "pending_payment", total: { minor: 100, currency: "EUR" } },
    after: { status: "paid", lines: [{ label: "VPS" }], paidAt: null },
    requestId: "req_1",
  }]);
});

Deno.test("what has the name of a secret never reaches the database, however deep it is", async () => {
  await using deps = await makeDeps();
  const secret = "hunter2-hunter2";
  await record(deps, {
    before: { password: secret, passwordHash: secret, nested: { list: [{ apiKey: secret }] } },
    after: {
      token: secret,
      totpSecret: secret,
      credentials: { username: "root", password: secret },
      recovery_codes: [secret],
      leaseToken: secret,
      private_key: secret,
      hasCredentials: true,
      tokenCount: 3,
    },
  });
  const stored = await Array.fromAsync(deps.kv.list({ prefix: [] }));
  expect(JSON.stringify(stored)).not.toContain(secret);
  const event = unwrap(await listAudit(deps, { viewer: owner })).items[0]!;
  expect(event.after).toMatchObject({ hasCredentials: true, tokenCount: 3, token: "[removed]" });
  expect(event.before).toMatchObject({ nested: { list: [{ apiKey: "[removed]" }] } });
});

Deno.test("huge values are cut, so that an event always fits", async () => {
  await using deps = await makeDeps();
  const deep = { a: { b: { c: { d: { e: { f: { g: "deep" } } } } } } };
  await record(deps, { after: { text: "x".repeat(100_000), list: Array(1000).fill("y"), deep } });
  const event = unwrap(await listAudit(deps, { viewer: owner })).items[0]!;
  expect(JSON.stringify(event).length).toBeLessThan(5000);
});

Deno.test("a commit that fails leaves no event", async () => {
  await using deps = await makeDeps();
  await transact(deps, (tx) => {
    stageAudit(tx, deps, { actor: owner, action: "a.b", subject: { kind: "order", id: "ord_1" } });
    return Promise.resolve(fail({ code: "no" }));
  });
  expect(unwrap(await listAudit(deps, { viewer: owner })).items).toEqual([]);
});

Deno.test("lists go by subject and by page, newest first", async () => {
  await using deps = await makeDeps();
  for (let n = 0; n < 30; n++) {
    await record(deps, { subject: { kind: "order", id: `ord_${n % 2}` }, after: { n } });
  }
  const numbers = async (input: { after?: string }) => {
    const page = unwrap(
      await listAudit(deps, {
        viewer: owner,
        subject: { kind: "order", id: "ord_1" },
        page: { limit: 10, ...input },
      }),
    );
    return { n: page.items.map((event) => event.after!["n"]), next: page.next };
  };
  const first = await numbers({});
  expect(first.n).toEqual([29, 27, 25, 23, 21, 19, 17, 15, 13, 11]);
  expect(await numbers({ after: first.next! })).toEqual({ n: [9, 7, 5, 3, 1], next: null });
});

Deno.test("the log isn't there for staff without audit.view, nor for a made-up cursor", async () => {
  await using deps = await makeDeps();
  await record(deps);
  const viewer: StaffActor = { ...owner, permissions: ROLE_PERMISSIONS.billing };
  expect(await listAudit(deps, { viewer })).toEqual(fail({ code: "not_found" }));
  const page = { after: "../accounts" };
  expect(await listAudit(deps, { viewer: owner, page })).toEqual(fail({ code: "not_found" }));
});

Deno.test("an event names the person who acted, and on whose behalf", async () => {
  await using deps = await makeDeps();
  const rights = new Set(["billing"] as const);

  await record(deps, {
    actor: { kind: "customer", id: "cus_1", via: { personId: "cus_9", kind: "member", rights } },
  });
  await record(deps, {
    actor: { kind: "customer", id: "cus_1", via: { personId: "cus_8", kind: "staff", rights } },
  });

  const { items } = unwrap(await listAudit(deps, { viewer: owner }));
  expect(items.map((event) => event.actor)).toEqual([
    { kind: "staff", id: "cus_8", onBehalfOf: "cus_1" },
    { kind: "customer", id: "cus_9", onBehalfOf: "cus_1" },
  ]);
});
