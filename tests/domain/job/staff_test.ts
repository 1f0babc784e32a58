import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { countJobs, listJobs, retryJob, runDueJobs } from "@/domain/job/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { fail, ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { addJob, noting } from "./helpers.ts";

const owner: StaffActor = { kind: "staff", id: "cus_1", permissions: ROLE_PERMISSIONS.owner };
const viewer: StaffActor = { ...owner, permissions: ROLE_PERMISSIONS.viewer };
const refused = { note: () => Promise.resolve(fail({ code: "refused", isFinal: true })) };

Deno.test("staff run a failed job again, once, and it is in the audit log", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "mail:x" });
  await runDueJobs(deps, { handlers: refused });

  const results = await Promise.all(
    Array.from({ length: 5 }, () => retryJob(deps, { actor: owner, id: "mail:x" })),
  );
  expect(results.filter((result) => result.ok).length).toBe(1);
  const { ran, handlers } = noting();
  await runDueJobs(deps, { handlers });
  expect(ran).toEqual(["mail:x"]);
  const events = unwrap(await listAudit(deps, { viewer: owner })).items;
  expect(events.map((event) => event.action)).toEqual(["job.retried"]);
});

Deno.test("a job that hasn't failed can't be run again", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "waiting" });
  expect(await retryJob(deps, { actor: owner, id: "waiting" })).toEqual(
    fail({ code: "not_failed" }),
  );
  await runDueJobs(deps, { handlers: { note: () => Promise.resolve(ok(undefined)) } });
  expect(await retryJob(deps, { actor: owner, id: "waiting" })).toEqual(
    fail({ code: "not_failed" }),
  );
});

Deno.test("without the permission jobs aren't there, and nothing changes", async () => {
  await using deps = await makeDeps();
  await addJob(deps, { id: "mail:x" });
  await runDueJobs(deps, { handlers: refused });
  const missing = fail({ code: "not_found" });
  expect(await listJobs(deps, { viewer })).toEqual(missing);
  expect(await retryJob(deps, { actor: viewer, id: "mail:x" })).toEqual(missing);
  expect(await retryJob(deps, { actor: owner, id: "no such job" })).toEqual(missing);
  expect(await retryJob(deps, { actor: owner, id: "mail:y" })).toEqual(missing);
  expect((await countJobs(deps)).failed).toBe(1);
});

Deno.test("lists are newest first by cursor, and show no payload", async () => {
  await using deps = await makeDeps();
  for (let n = 0; n < 12; n++) await addJob(deps, { id: `job:${n}`, payload: { mailId: "mal_1" } });
  const first = unwrap(await listJobs(deps, { viewer: owner, page: { limit: 5 } }));
  expect(first.items.map((job) => job.id)).toEqual(["job:11", "job:10", "job:9", "job:8", "job:7"]);
  expect(Object.keys(first.items[0]!).toSorted()).toEqual([
    "attempt",
    "createdAt",
    "dueAt",
    "finishedAt",
    "id",
    "kind",
    "lastError",
    "state",
  ]);
  const page = { limit: 100, after: first.next! };
  const rest = unwrap(await listJobs(deps, { viewer: owner, state: "waiting", page }));
  expect(rest.items.length).toBe(7);
  expect((await listJobs(deps, { viewer: owner, page: { after: "job:1" } })).ok).toBe(false);
});
