import { expect } from "expect";
import { logIn as logInTo } from "@/domain/session/mod.ts";
import { countJobs } from "@/domain/job/mod.ts";
import { countMails } from "@/domain/mail/mod.ts";
import { listImports, listLines } from "@/domain/statement/mod.ts";
import { listOrdersForStaff } from "@/domain/order/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import { DEMO_CUSTOMERS } from "@/domain/operations/demo_data.ts";
import { fillDemo } from "@/domain/operations/demo.ts";
import { seedOnce } from "@/domain/operations/first_start.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { startSendgrid } from "../mail/fake_sendgrid.ts";

const viewer: StaffActor = { kind: "staff", id: "cus_1", permissions: ROLE_PERMISSIONS.owner };

Deno.test("the set has orders in each state, balanced books and its own log-in, and mails nobody", async () => {
  await using sendgrid = startSendgrid();
  const config = { demo: true, sendgrid: sendgrid.config, appUrl: "https://cloudnest.example" };
  await using deps = await makeDeps({ at: "2026-11-22T10:00:00Z", config });
  unwrap(await seedOnce(deps));
  const logIn = await fillDemo(deps);

  const orders = (await listOrdersForStaff(deps, { viewer, page: { limit: 100 } })).items;
  expect(new Set(orders.map((order) => order.status))).toEqual(
    new Set(["pending_payment", "paid", "active", "cancelled", "expired"]),
  );
  expect(orders.length).toBe(11);
  expect(orders.every((order) => order.placedAt < "2026-11-22T10:00:00.000Z")).toBe(true);
  expect((await verifyBooks(deps)).ok).toBe(true);

  expect(DEMO_CUSTOMERS.every((customer) => customer.name.includes("(demo)"))).toBe(true);

  const session = await logInTo(deps, { ...logIn!, ip: "192.0.2.1", userAgent: "test" });
  expect(session.ok).toBe(true);

  expect(await countJobs(deps)).toMatchObject({ waiting: 0, running: 0, failed: 0 });
  expect((await countMails(deps)).kept).toBeGreaterThan(10);
  expect(sendgrid.requests).toBe(0);
});

Deno.test("the set has a bank statement with lines that are certain, likely, joint and unknown, and a CSV to explain", async () => {
  await using deps = await makeDeps({ at: "2026-11-22T10:00:00Z" });
  unwrap(await seedOnce(deps));
  await fillDemo(deps);

  const imports = (await listImports(deps, { viewer })).items;
  const done = imports.find(({ status }) => status === "done")!;
  const lines = (await listLines(deps, { viewer, filter: { importId: done.id } })).items.reverse();

  expect(imports.map(({ status }) => status)).toEqual(["mapping", "done"]);
  expect(done).toMatchObject({ lineCount: 5, newCount: 5, bookedCount: 1, warnings: [] });
  expect(lines.map(({ status, suggestions }) => [
    status,
    suggestions[0]?.allocations.map(({ invoiceNumber }) => invoiceNumber !== null),
  ])).toEqual([
    ["booked", undefined],
    ["open", [true]],
    ["open", [true, true]],
    ["open", undefined],
    ["outgoing", undefined],
  ]);
  // What is likely is less than the proof beside it says, and names its invoice.
  expect(lines[1]!.suggestions[0]!.reasons.join(" ")).toContain("less than");
  expect(lines[2]!.suggestions[0]!.reasons.join(" ")).toContain("add up to exactly");
});

Deno.test("the set is made once, however many processes start, and never beside real orders", async () => {
  using kv = await Deno.openKv(":memory:");
  const processes = await Promise.all(
    Array.from({ length: 3 }, () => makeDeps({ kv, at: "2026-11-22T10:00:00Z" })),
  );
  unwrap(await seedOnce(processes[0]!));
  const made = await Promise.all(processes.map((deps) => fillDemo(deps)));
  expect(made.filter((logIn) => logIn !== null).length).toBe(1);
  await kv.delete(["demo"]);
  expect(await fillDemo(processes[0]!)).toBeNull();
  const orders = await listOrdersForStaff(processes[0]!, { viewer, page: { limit: 100 } });
  expect(orders.items.length).toBe(11);
});

Deno.test("a part that can't be made doesn't stop the start", async () => {
  await using deps = await makeDeps({ config: { appUrl: "https://cloudnest.example" } });
  unwrap(await seedOnce(deps));
  expect(await fillDemo(deps)).toBeNull();
  expect(deps.takeErrors().map((line) => line.event)).toEqual(["demo.incomplete"]);
});
