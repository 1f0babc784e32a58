/** `/dashboard/tokens` through the real handler: who may make tokens, once, and end only their own. */
import { expect } from "expect";
import { tokenOf } from "@/tests/helpers/api.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";

const PATH = "/dashboard/tokens";
const ada = { name: "Ada Lovelace", email: "ada@example.com" };
const form = {
  action: "create",
  name: "Backup <script>",
  "scopes[]": ["read:orders", "read:services"],
  days: "30",
  ranges: "",
};

Deno.test("a customer whose address isn't confirmed sees why, gets no form, and a post makes nothing", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);

  const html = await (await app.get(PATH, person)).text();
  expect(html).toContain("Confirm your e-mail address first");
  expect(html).not.toContain('name="scopes[]"');

  const before = await dumpKv(deps.kv);
  expect((await app.post(PATH, form, person)).status).toBe(409);
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("a token is on the page that makes it and on no other, and posting again makes none", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);
  await tokenOf(deps, person, { name: "First" });

  const made = await app.post(PATH, form, person);
  const html = await made.text();
  const token = /cn_pat_[\w-]{43}/.exec(html)![0];
  const again = await app.post(PATH, form, person);

  expect([made.status, again.status]).toEqual([200, 422]);
  expect(made.headers.get("cache-control")).toBe("private, no-store");
  expect(html).toContain("Backup &lt;script>");
  expect(await again.text()).toContain("You have a token of this name already.");
  expect(await (await app.get(PATH, person)).text()).not.toContain(token);
  expect(await countKeys(deps.kv, ["api_tokens"])).toBe(2);
  expect(made.headers.getSetCookie().join()).not.toContain(token);
});

Deno.test("what was typed comes back beside what is wrong with it", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);
  await tokenOf(deps, person);

  const response = await app.post(PATH, { ...form, "scopes[]": [], ranges: "intranet" }, person);
  const html = await response.text();

  expect(response.status).toBe(422);
  expect(html).toContain('value="Backup &lt;script>');
  expect(html).toContain("Choose what the program may do.");
  expect(html).toContain("isn't an address or range");
});

Deno.test("nobody revokes somebody else's token, or what isn't one", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const person = await makePerson(deps, ada);
  const other = await makePerson(deps, { name: "Eve", email: "eve@example.com" });
  const { id } = await tokenOf(deps, person);
  const before = await dumpKv(deps.kv);

  for (const token of [id, "tok_01ARZ3NDEKTSV4RRFFQ69G5FAV", "nonsense", ""]) {
    const response = await app.post(PATH, { action: "revoke", token }, other);
    expect([token, response.status]).toEqual([token, 404]);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
  expect((await app.post(PATH, { action: "revoke", token: id }, person)).status).toBe(303);
});
