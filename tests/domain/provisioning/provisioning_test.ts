/** Handing over a machine: what staff may enter, who does it first, and who sees the password. */
import { expect } from "expect";
import { activateService, type MachineForm, updateMachine } from "@/domain/provisioning/mod.ts";
import {
  getService,
  listServices,
  listServicesForStaff,
  revealCredentials,
} from "@/domain/service/mod.ts";
import { getOrder } from "@/domain/order/mod.ts";
import { verifyBooks } from "@/domain/books/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "../../helpers/deps.ts";
import { dumpKv } from "../../helpers/dump.ts";
import { counted, makeCustomer, makeStaff } from "../order/fixtures.ts";
import { type Debt, makeDebt, pay } from "../payment/fixtures.ts";

const OWNER = makeStaff();
const MISSING = { ok: false, error: { code: "not_found" } };
const PASSWORD = "Tr0ub4dor&3 <b>";

const FORM: MachineForm = {
  ip: "192.0.2.10",
  hostname: "Web1.Example.com",
  username: "root",
  password: PASSWORD,
  port: "22",
  panel_url: "https://panel.example.com:8443/",
  notes: "Rack 12",
};

function activate(deps: Deps, debt: Debt, change: MachineForm = {}, actor = OWNER) {
  return activateService(deps, { actor, orderId: debt.orderId, form: { ...FORM, ...change } });
}

async function makeActive(deps: TestDeps) {
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const { serviceId } = unwrap(await activate(deps, debt));
  return { debt, serviceId };
}

Deno.test("activateService() starts the service, seals the credentials and tells the customer", async () => {
  await using deps = await makeDeps({ at: "2026-01-31T10:00:00Z" });
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt, { received_on: "2026-01-31" }));

  const { serviceId } = unwrap(await activate(deps, debt));

  const service = unwrap(await getService(deps, { viewer: debt.customer, id: serviceId }));
  expect([service.status, service.hostname, service.hasCredentials])
    .toEqual(["active", "web1.example.com", true]);
  expect([service.anchorOn, service.nextDueOn]).toEqual(["2026-01-31", "2027-01-31"]);
  const order = unwrap(await getOrder(deps, { viewer: debt.customer, id: debt.orderId }));
  expect(order.status).toBe("active");
  expect(await counted(deps, "services.active")).toBe(1);
  unwrap(await verifyBooks(deps));
});

Deno.test("the password is nowhere in the KV but sealed, nor in a log line", async () => {
  await using deps = await makeDeps();
  const { debt, serviceId } = await makeActive(deps);
  unwrap(await revealCredentials(deps, { actor: debt.customer, id: serviceId }));
  unwrap(
    await updateMachine(deps, {
      actor: OWNER,
      serviceId,
      form: { ...FORM, password: `${PASSWORD}2` },
    }),
  );
  const everything = JSON.stringify(
    [await dumpKv(deps.kv), deps.logged],
    (_, value) => typeof value === "bigint" ? String(value) : value,
  );
  expect(everything).toContain("credentials.revealed");
  expect(everything).toContain("service_ready");
  expect(everything).not.toContain("Tr0ub4dor");
});

Deno.test("revealCredentials() answers the owner and provisioning staff, nobody else", async () => {
  await using deps = await makeDeps();
  const { debt, serviceId: id } = await makeActive(deps);

  for (const actor of [debt.customer, OWNER, makeStaff("provisioning")]) {
    expect(unwrap(await revealCredentials(deps, { actor, id }))).toEqual({
      ip: "192.0.2.10",
      username: "root",
      password: PASSWORD,
      port: 22,
      panelUrl: "https://panel.example.com:8443/",
      sshCommand: "ssh -p 22 root@192.0.2.10",
    });
  }
  const ben = await makeCustomer(deps, "ben");
  const before = await dumpKv(deps.kv);
  for (const actor of [ben, makeStaff("support"), makeStaff("billing"), makeStaff("viewer")]) {
    expect(await revealCredentials(deps, { actor, id })).toEqual(MISSING);
  }
  expect(await revealCredentials(deps, { actor: debt.customer, id: "svc_x" })).toEqual(MISSING);
  expect(await getService(deps, { viewer: ben, id })).toEqual(MISSING);
  expect((await listServices(deps, { viewer: ben })).items).toEqual([]);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("revealCredentials() answers 30 times an hour", async () => {
  await using deps = await makeDeps();
  const { debt, serviceId: id } = await makeActive(deps);
  const reveal = () => revealCredentials(deps, { actor: debt.customer, id });
  for (let index = 0; index < 30; index++) expect((await reveal()).ok).toBe(true);
  const refused = await reveal();
  expect(refused.ok || refused.error.code).toBe("rate_limited");
  deps.clock.advance({ hours: 1, minutes: 1 });
  expect((await reveal()).ok).toBe(true);
});

Deno.test("a pending service has nothing to reveal", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const { serviceId } = unwrap(await pay(deps, debt));
  expect(await revealCredentials(deps, { actor: debt.customer, id: serviceId! }))
    .toEqual({ ok: false, error: { code: "not_active" } });
});

const BAD: Array<{ what: string; field: string; change: MachineForm }> = [
  { what: "no address", field: "ip", change: { ip: "" } },
  { what: "an address out of range", field: "ip", change: { ip: "192.0.2.256" } },
  { what: "an address with a zone", field: "ip", change: { ip: "fe80::1%eth0" } },
  { what: "a command for an address", field: "ip", change: { ip: "192.0.2.1;reboot" } },
  { what: "a host name for an address", field: "ip", change: { ip: "example.com" } },
  { what: "an underscore in a host name", field: "hostname", change: { hostname: "a_b.example" } },
  { what: "a leading hyphen", field: "hostname", change: { hostname: "-a.example" } },
  { what: "a label of 64", field: "hostname", change: { hostname: `${"a".repeat(64)}.example` } },
  { what: "an empty label", field: "hostname", change: { hostname: "a..example" } },
  { what: "an address for a host name", field: "hostname", change: { hostname: "192.0.2.1" } },
  { what: "a user that is an option", field: "username", change: { username: "-oProxyCommand" } },
  { what: "a user with a blank", field: "username", change: { username: "root root" } },
  { what: "no password", field: "password", change: { password: "" } },
  { what: "a long password", field: "password", change: { password: "x".repeat(257) } },
  { what: "a password over two lines", field: "password", change: { password: "a\nb" } },
  { what: "port 0", field: "port", change: { port: "0" } },
  { what: "port 65536", field: "port", change: { port: "65536" } },
  { what: "a port in words", field: "port", change: { port: "ssh" } },
  { what: "a negative port", field: "port", change: { port: "-1" } },
  { what: "http", field: "panel_url", change: { panel_url: "http://panel.example.com" } },
  { what: "a script", field: "panel_url", change: { panel_url: "javascript:alert(1)" } },
  {
    what: "a URL with a log-in",
    field: "panel_url",
    change: { panel_url: "https://a:b@x.example" },
  },
  { what: "long notes", field: "notes", change: { notes: "x".repeat(2001) } },
  { what: "an unknown field", field: "", change: { status: "active" } },
];

Deno.test("activateService() refuses what can't be a machine beside its field, and writes nothing", async (t) => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const before = await dumpKv(deps.kv);
  for (const { what, field, change } of BAD) {
    await t.step(what, async () => {
      const refused = await activate(deps, debt, change);
      if (refused.ok || refused.error.code !== "validation") throw new Error(what);
      expect(Object.keys(refused.error.fields)).toEqual([field]);
      expect(JSON.stringify(refused)).not.toContain(PASSWORD);
    });
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("activateService() takes IPv6, and a machine without a panel", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));
  const { serviceId: id } = unwrap(
    await activate(deps, debt, {
      ip: "2001:db8::10",
      port: "2222",
      panel_url: "",
      notes: undefined,
    }),
  );
  const shown = unwrap(await revealCredentials(deps, { actor: debt.customer, id }));
  expect([shown.sshCommand, shown.panelUrl]).toEqual(["ssh -p 2222 root@2001:db8::10", null]);
});

Deno.test("activateService() needs a paid order and the permission", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  const before = await dumpKv(deps.kv);
  expect(await activate(deps, debt)).toEqual({ ok: false, error: { code: "not_ready" } });
  expect(await activate(deps, debt, {}, makeStaff("billing"))).toEqual(MISSING);
  expect(await activate(deps, { ...debt, orderId: "ord_01J00000000000000000000000" }))
    .toEqual(MISSING);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("two staff members at once: one machine, and the other is told", async () => {
  await using deps = await makeDeps();
  const debt = await makeDebt(deps);
  unwrap(await pay(deps, debt));

  const results = await Promise.all([
    activate(deps, debt, { password: "first" }),
    activate(deps, debt, { password: "second" }),
  ]);

  const winner = results.findIndex((result) => result.ok);
  expect(results[1 - winner]).toEqual({ ok: false, error: { code: "already_active" } });
  const id = unwrap(results[winner]!).serviceId;
  const shown = unwrap(await revealCredentials(deps, { actor: debt.customer, id }));
  expect(shown.password).toBe(["first", "second"][winner]);
});

Deno.test("updateMachine() replaces credentials of an active service only, with the permission", async () => {
  await using deps = await makeDeps();
  const { debt, serviceId } = await makeActive(deps);
  const form = { ...FORM, ip: "192.0.2.99", hostname: "web2.example.com" };
  const before = await dumpKv(deps.kv);
  expect(await updateMachine(deps, { actor: makeStaff("support"), serviceId, form })).toEqual(
    MISSING,
  );
  expect(await dumpKv(deps.kv)).toEqual(before);

  unwrap(await updateMachine(deps, { actor: OWNER, serviceId, form }));

  const shown = unwrap(await revealCredentials(deps, { actor: debt.customer, id: serviceId }));
  expect(shown.ip).toBe("192.0.2.99");
});

Deno.test("service views hold what they may and no more", async () => {
  await using deps = await makeDeps();
  const { debt, serviceId: id } = await makeActive(deps);
  const own = unwrap(await getService(deps, { viewer: debt.customer, id }));
  expect(own.access).toEqual({
    ip: "192.0.2.10",
    username: "root",
    port: 22,
    panelUrl: "https://panel.example.com:8443/",
    sshCommand: "ssh -p 22 root@192.0.2.10",
  });
  expect(JSON.stringify(own)).not.toContain(PASSWORD);
  expect(Object.keys(own).sort()).toEqual([
    "access",
    "activatedAt",
    "addons",
    "anchorOn",
    "createdAt",
    "credentialsChangedAt",
    "cycle",
    "datacenterName",
    "deletedAt",
    "endsOn",
    "hasCredentials",
    "highlights",
    "hostname",
    "id",
    "nextDueOn",
    "orderId",
    "orderNumber",
    "osName",
    "panelName",
    "plan",
    "planName",
    "renewal",
    "status",
    "suspension",
    "terminatedAt",
    "trialEndsOn",
  ]);
  const [row] = (await listServices(deps, { viewer: debt.customer, status: "active" })).items;
  expect(Object.keys(row!).sort()).toEqual([
    "createdAt",
    "cycle",
    "datacenterName",
    "hostname",
    "id",
    "nextDueOn",
    "orderId",
    "orderNumber",
    "plan",
    "planName",
    "renewal",
    "status",
  ]);
  const staffRows = await listServicesForStaff(deps, {
    viewer: OWNER,
    customerId: debt.customer.id,
  });
  expect(staffRows.items.map((each) => each.customerId)).toEqual([debt.customer.id]);
  expect((await listServicesForStaff(deps, { viewer: makeStaff("viewer") })).items.length).toBe(1);
});
