/** The logo's page in the settings: upload, preview and removal by forms that need no script. */
import { expect } from "expect";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makePeople } from "@/tests/helpers/people.ts";
import { asFile, LOGO_JPEG, makePng } from "@/tests/helpers/pictures.ts";

const PATH = "/admin/settings/logo";

Deno.test("an owner uploads a logo, sees it as it is kept, and takes it away again", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { owner } = await makePeople(deps);
  expect(await (await app.get(PATH, owner)).text()).toContain("No logo yet");
  expect((await app.get(`${PATH}/file`, owner)).status).toBe(404);

  const fields = { action: "set", file: asFile(LOGO_JPEG, "../logo.svg") };
  const sent = await app.post(PATH, fields, owner);

  expect([sent.status, sent.headers.get("location")]).toEqual([303, PATH]);
  const html = await (await app.get(PATH, owner)).text();
  expect(html).toContain("96 × 40 pixels");
  const src = /src="(\/admin\/settings\/logo\/file[^"]*)"/.exec(html)![1]!;
  const file = await app.get(src, owner);
  expect(file.status).toBe(200);
  const headers = ["content-type", "content-disposition", "x-content-type-options"];
  expect(headers.map((name) => file.headers.get(name))).toEqual([
    "image/jpeg",
    `attachment; filename="logo.jpg"; filename*=UTF-8''logo.jpg`,
    "nosniff",
  ]);
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect([bytes[0], bytes[1], bytes.length < LOGO_JPEG.length]).toEqual([0xff, 0xd8, true]);

  expect((await app.post(PATH, { action: "remove" }, owner)).status).toBe(303);
  expect(await (await app.get(PATH, owner)).text()).toContain("No logo yet");
});

Deno.test("a file that is no logo, or none, is refused beside its field, and nothing is written", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { owner } = await makePeople(deps);
  const before = await dumpKv(deps.kv);
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
  const cases: Array<[Record<string, string | File>, number, string]> = [
    [{ action: "set", file: asFile(svg, "logo.png") }, 422, "Upload a PNG or JPEG file"],
    [{ action: "set", file: asFile(makePng([8, 8])) }, 422, "32 to 2000 pixels"],
    [{ action: "set" }, 422, "Choose the file with your logo"],
    [{ action: "other" }, 422, "This form is broken"],
    [{ action: "set", file: asFile(new Uint8Array(2_000_000)) }, 413, ""],
  ];

  for (const [fields, status, text] of cases) {
    const response = await app.post(PATH, fields, owner);
    expect([text, response.status]).toEqual([text, status]);
    expect(await response.text()).toContain(text);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});

Deno.test("for staff without the settings the logo's page doesn't exist", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { billing, customer } = await makePeople(deps);
  const before = await dumpKv(deps.kv);

  for (const person of [billing, customer]) {
    const answers = [
      await app.get(PATH, person),
      await app.get(`${PATH}/file`, person),
      await app.post(PATH, { action: "set", file: asFile(LOGO_JPEG) }, person),
      await app.post(PATH, { action: "remove" }, person),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  }
  expect(await dumpKv(deps.kv)).toEqual(before);
});
