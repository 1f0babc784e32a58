/** The pages for the copy and for the end of an account, by the real application and without scripts. */
import { unzipSync } from "fflate";
import { expect } from "expect";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { makeApp, sessionOf } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson, PASSWORD, signIn } from "@/tests/helpers/people.ts";
import { makeWorld } from "@/tests/helpers/world.ts";

const EXPORT = "/dashboard/profile/export";
const ERASE = "/dashboard/profile/erase";

Deno.test("a copy is asked for, waited for and downloaded as a ZIP that nobody else gets", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people } = await makeWorld(deps);
  const { customer, otherCustomer } = people;

  expect(await (await app.get(EXPORT, customer)).text()).toContain("Ask for a copy");
  expect((await app.post(EXPORT, { action: "download" }, customer)).status).toBe(404);
  expect((await app.post(EXPORT, { action: "request" }, customer)).status).toBe(303);
  expect(await (await app.get(EXPORT, customer)).text()).toContain("is being made");
  const again = await app.post(EXPORT, { action: "request" }, customer);
  expect([again.status, await again.text()]).toEqual([
    409,
    expect.stringContaining("A copy is being made already"),
  ]);

  await runDueJobs(deps, { handlers: jobHandlers });
  expect(await (await app.get(EXPORT, customer)).text()).toContain("Download ZIP");
  const sent = await app.post(EXPORT, { action: "download" }, customer);
  expect(sent.status).toBe(200);
  expect(sent.headers.get("content-type")).toBe("application/zip");
  expect(sent.headers.get("content-disposition")).toMatch(
    /^attachment; filename="cloudnest-.*zip"/,
  );
  expect(sent.headers.get("cache-control")).toBe("private, no-store");
  expect(sent.headers.get("x-content-type-options")).toBe("nosniff");
  expect(Object.keys(unzipSync(new Uint8Array(await sent.arrayBuffer())))).toContain("index.html");
  expect((await app.post(EXPORT, { action: "download" }, otherCustomer)).status).toBe(404);
});

Deno.test("a session that hasn't proved itself lately must give the password for the copy", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const ada = await makePerson(deps, { name: "Ada", email: "ada@example.com" });
  deps.clock.advance({ minutes: 11 });

  expect(await (await app.get(EXPORT, ada)).text()).toContain('name="password"');
  const refused = await app.post(EXPORT, { action: "request", password: "wrong word" }, ada);
  expect(refused.status).toBe(422);
  const html = await refused.text();
  expect(html).toContain("This isn't your password");
  expect(html).not.toContain("wrong word");
  expect((await app.post(EXPORT, { action: "request", password: PASSWORD }, ada)).status).toBe(303);
});

Deno.test("the end of an account is asked for with the password, and undone by a log-in", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const ada = await makePerson(deps, { name: "Ada Lovelace", email: "ada@example.com" });

  const html = await (await app.get(ERASE, ada)).text();
  expect(html).toContain("Erase my account");
  expect(html).not.toContain("Something is in the way");
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });
  const refused = await app.post(ERASE, { password: "wrong word" }, ada);
  expect(refused.status).toBe(422);
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);

  const asked = await app.post(ERASE, { password: PASSWORD }, ada);
  expect(asked.status).toBe(303);
  expect(asked.headers.get("location")).toBe("/login");
  expect(sessionOf(deps, asked)).toBeNull();
  expect((await app.get(ERASE, ada)).status).toBe(303);

  const session = await signIn(deps, "ada@example.com");
  deps.clock.advance({ hours: 15 * 24 });
  await runDueJobs(deps, { handlers: jobHandlers });
  const back = await signIn(deps, "ada@example.com");
  expect((await app.get("/dashboard", { session: back })).status).toBe(200);
  expect(session).not.toBe(back);
});

Deno.test("who has servers or open invoices is told so, and can't ask", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people } = await makeWorld(deps);

  const html = await (await app.get(ERASE, people.customer)).text();
  expect(html).toContain("Servers are running");
  expect(html).toContain("Invoices are open");
  expect(html).not.toContain("Erase my account");
  expect((await app.post(ERASE, { password: PASSWORD }, people.customer)).status).toBe(409);
});

Deno.test("staff see the reports of erasures without a word about the person", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { people } = await makeWorld(deps);
  const { id, session } = people.otherCustomer;
  await app.post(ERASE, { password: PASSWORD }, { session });
  deps.clock.advance({ hours: 14 * 24, seconds: 1 });
  await runDueJobs(deps, { handlers: jobHandlers });

  const owner = await signIn(deps, people.owner.email);
  const html = await (await app.get("/admin/erasures", { session: owner })).text();
  expect(html).toContain(id);
  expect(html).toContain("Done");
  expect(html).not.toContain("Eve Other");
  expect(html).not.toContain("eve@example.com");
  expect((await app.get("/admin/erasures?after=era_nonsense", { session: owner })).status).toBe(
    404,
  );
});
