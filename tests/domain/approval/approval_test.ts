/** Two pairs of eyes: never the same person, never twice, and nothing is written by a refusal. */
import { expect } from "expect";
import {
  type ApprovalEffect,
  decideApproval,
  getApproval,
  listApprovals,
  needsApproval,
  stageProposal,
} from "@/domain/approval/mod.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { fail, ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { counted, makeStaff } from "../order/fixtures.ts";

const PROPOSER = makeStaff("billing");
const CUSTOMER = "cus_01J00000000000000000000009";

function staffNumber(digit: number): StaffActor {
  return { ...makeStaff(), id: `cus_01J0000000000000000000000${digit}` };
}

/** An effect that counts how often it was committed. */
const counting: ApprovalEffect = {
  approve: async (tx) => {
    const done = await tx.get<number>(["done"]);
    tx.set(["done"], (done ?? 0) + 1);
    return ok(undefined);
  },
  reject: (tx) => {
    tx.set(["rejected"], true);
    return Promise.resolve(ok(undefined));
  },
};
const effects = { adjustment: counting };

async function propose(deps: Deps, minor = 60_000): Promise<string> {
  const proposed = await transact(deps, (tx) =>
    Promise.resolve(ok(stageProposal(tx, deps, {
      kind: "adjustment",
      subjectId: "adj_01J00000000000000000000000",
      customerId: CUSTOMER,
      amount: money(minor, "EUR"),
      summary: "Goodwill",
      actor: PROPOSER,
    }))));
  return unwrap(proposed).id;
}

Deno.test("needsApproval() asks above the limit of the currency, always in one without an entry, never where it is blank", async () => {
  await using deps = await makeDeps();
  const asked = async (minor: number, currency: string) =>
    await needsApproval(deps, money(minor, currency));

  expect([await asked(50_000, "EUR"), await asked(50_001, "EUR")]).toEqual([false, true]);
  expect(await asked(1, "USD")).toBe(true);

  const entry = { currency: "USD", topUpMin: "5", topUpMax: "100", approveAbove: "" };
  const saved = await updateSettings(deps, {
    actor: makeStaff(),
    section: "limits",
    values: { limits: [entry] },
  });
  unwrap(saved);
  expect([await asked(10_000_000, "USD"), await asked(1, "EUR")]).toEqual([false, true]);
});

Deno.test("updateSettings() refuses limits that make no sense, each beside its field", async () => {
  await using deps = await makeDeps();
  const entry = { currency: "EUR", topUpMin: "10", topUpMax: "100", approveAbove: "50" };
  const before = await dumpKv(deps.kv);

  const tries: Array<[change: object, field: string]> = [
    [{ currency: "EURO" }, "limits.0.currency"],
    [{ topUpMin: "ten" }, "limits.0.topUpMin"],
    [{ topUpMin: "0" }, "limits.0.topUpMin"],
    [{ topUpMin: "10.001" }, "limits.0.topUpMin"],
    [{ topUpMax: "9.99" }, "limits.0.topUpMax"],
    [{ approveAbove: "-1" }, "limits.0.approveAbove"],
  ];
  for (const [change, field] of tries) {
    const values = { limits: [{ ...entry, ...change }] };
    const refused = await updateSettings(deps, { actor: makeStaff(), section: "limits", values });
    expect(refused).toMatchObject({
      ok: false,
      error: { fields: { [field]: expect.any(String) } },
    });
  }
  const twice = { limits: [entry, { ...entry, topUpMin: "20" }] };
  expect(await updateSettings(deps, { actor: makeStaff(), section: "limits", values: twice }))
    .toMatchObject({ error: { fields: { "limits.1.currency": expect.any(String) } } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("decideApproval() books once however many approve at once, by somebody else than who proposed", async () => {
  await using deps = await makeDeps();
  const id = await propose(deps);

  const results = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map((digit) =>
      decideApproval(deps, { actor: staffNumber(digit), id, decision: "approve", effects })
    ),
  );

  expect(results.filter((result) => result.ok).length).toBe(1);
  expect(results.filter((result) => !result.ok && result.error.code === "already_decided").length)
    .toBe(7);
  expect((await deps.kv.get(["done"])).value).toBe(1);
  const view = unwrap(await getApproval(deps, { viewer: PROPOSER, id }));
  expect([view.status, view.proposedBy]).toEqual(["approved", PROPOSER.id]);
  expect(await counted(deps, "approvals.proposed")).toBe(0);
  expect(await counted(deps, "approvals.approved")).toBe(1);
});

Deno.test("decideApproval() refuses the proposer, the customer, those without the right, and a rejection without a reason", async () => {
  await using deps = await makeDeps();
  const id = await propose(deps);
  const other = staffNumber(1);
  const withoutRight = { ...other, permissions: ROLE_PERMISSIONS.support };
  const before = await dumpKv(deps.kv);

  const decide = (actor: StaffActor, change: { decision?: "reject"; note?: string } = {}) =>
    decideApproval(deps, { actor, id, decision: "approve", effects, ...change });
  const tries = [
    ["not_second_person", await decide(PROPOSER)],
    ["not_second_person", await decide({ ...other, id: CUSTOMER })],
    ["not_found", await decide(withoutRight)],
    ["validation", await decide(other, { decision: "reject", note: " " })],
    ["validation", await decide(other, { note: "x".repeat(501) })],
  ] as const;
  for (const [code, result] of tries) expect(result.ok || result.error.code).toBe(code);
  const missing = await decideApproval(deps, {
    actor: other,
    id: "apr_01J0000000000000000000000X",
    decision: "approve",
    effects,
  });
  expect(missing).toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("an approval whose effect fails stays undecided; a rejected one can't be approved any more", async () => {
  await using deps = await makeDeps();
  const id = await propose(deps);
  const actor = staffNumber(1);
  const before = await dumpKv(deps.kv);
  const failing = {
    adjustment: {
      ...counting,
      approve: () => Promise.resolve(fail({ code: "insufficient_funds" })),
    },
  };

  const failed = await decideApproval(deps, {
    actor,
    id,
    decision: "approve",
    effects: failing,
  });
  expect(failed).toEqual({ ok: false, error: { code: "insufficient_funds" } });
  expect(await dumpKv(deps.kv)).toEqual(before);

  const note = "Not agreed with the customer";
  unwrap(await decideApproval(deps, { actor, id, decision: "reject", note, effects }));
  const late = await decideApproval(deps, { actor, id, decision: "approve", effects });
  expect(late).toMatchObject({ error: { code: "already_decided" } });
  expect((await deps.kv.get(["done"])).value).toBe(null);
  expect((await deps.kv.get(["rejected"])).value).toBe(true);
});

Deno.test("listApprovals() pages by state, newest first, for those who may approve", async () => {
  await using deps = await makeDeps();
  const ids: string[] = [];
  for (let index = 0; index < 3; index++) ids.push(await propose(deps));
  const [first, second, third] = ids;
  const actor = staffNumber(1);
  unwrap(await decideApproval(deps, { actor, id: second!, decision: "approve", effects }));

  const page = await listApprovals(deps, {
    viewer: actor,
    status: "proposed",
    page: { limit: 1 },
  });
  const rest = await listApprovals(deps, {
    viewer: actor,
    status: "proposed",
    page: { after: page.next! },
  });
  expect([page.items, rest.items].flat().map(({ id }) => id)).toEqual([third, first]);
  const viewer = makeStaff("support");
  expect(await listApprovals(deps, { viewer })).toEqual({ items: [], next: null });
});
