import { expect } from "expect";
import { beat } from "@/domain/job/mod.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { makePerson } from "@/tests/helpers/people.ts";

const message = {
  name: "Ada Lovelace",
  email: "ada@example.com",
  subject: "A question about VPS-2",
  message: "How much memory does it have?\r\nThanks, {{customerName}}",
};

interface StoredMail {
  template: string;
  to: { email: string };
  replyTo: { email: string } | null;
  variables: Record<string, string>;
}

async function mails(deps: TestDeps): Promise<StoredMail[]> {
  const found: StoredMail[] = [];
  for await (const { value } of deps.kv.list<StoredMail>({ prefix: ["mails"] })) {
    if (value?.template) found.push(value);
  }
  return found;
}

Deno.test("a message from the contact form reaches the company, and its answer the sender", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const response = await app.post("/contact", { ...message, website: "" });

  expect(response.status).toBe(303);
  expect(response.headers.get("location")).toBe("/contact");
  expect(await mails(deps)).toMatchObject([{
    template: "contact_message",
    to: { email: "owner@cloudnest.test" },
    replyTo: { email: "ada@example.com" },
    variables: {
      subject: message.subject,
      message: "How much memory does it have?\nThanks, {{customerName}}",
    },
  }]);
});

Deno.test("the same message sent twice is one mail", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  await Promise.all([app.post("/contact", message), app.post("/contact", message)]);

  expect(await mails(deps)).toHaveLength(1);
});

Deno.test("what a program fills into the hidden field looks sent, but isn't", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const response = await app.post("/contact", { ...message, website: "https://spam.example" });

  expect(response.status).toBe(303);
  expect(await countKeys(deps.kv, ["mails"])).toBe(0);
});

Deno.test("the contact form is limited by network", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  for (let i = 0; i < 10; i++) await app.post("/contact", { ...message, subject: `Number ${i}` });

  const response = await app.post("/contact", message);

  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("3600");
  const html = await response.text();
  expect(html).toContain("Try again in 1 hour.");
  expect(html).toContain('value="A question about VPS-2"');
  expect(await mails(deps)).toHaveLength(10);
});

const badMessages: Array<[what: string, fields: Record<string, string>, field: string]> = [
  ["no name", { name: " " }, "name"],
  ["no address", { email: "" }, "email"],
  ["a header in the address", { email: "a@example.com\r\nBcc: b@example.com" }, "email"],
  ["two lines in the subject", { subject: "Hello\nBcc: b@example.com" }, "subject"],
  ["a subject of 121 characters", { subject: "x".repeat(121) }, "subject"],
  ["no message", { message: "\n" }, "message"],
  ["a message of 5001 characters", { message: "x".repeat(5001) }, "message"],
  ["a control character", { message: "a\0b" }, "message"],
];

for (const [what, fields, field] of badMessages) {
  Deno.test(`a message with ${what} is refused beside its field, and nothing is sent`, async () => {
    await using deps = await makeDeps();
    const app = await makeApp(deps);
    const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

    const response = await app.post("/contact", { ...message, ...fields });

    expect(response.status).toBe(422);
    expect(await response.text()).toContain(`href="#f-${field}"`);
    expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);
  });
}

Deno.test("the contact form knows who is signed in", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const { session } = await makePerson(deps, { name: "Ada Lovelace", email: "ada@example.com" });

  const html = await (await app.get("/contact", { session })).text();

  expect(html).toContain('value="Ada Lovelace"');
  expect(html).toContain('value="ada@example.com"');
});

Deno.test("terms and privacy name the company of the settings and the deadlines that hold", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const terms = await (await app.get("/terms")).text();
  const privacy = await (await app.get("/privacy")).text();

  expect(terms).toContain("Version 2026-11");
  expect(terms).toMatch(/within 7\s+days/);
  expect(terms).toMatch(/within 168\s+hours/);
  expect(privacy).toContain("owner@cloudnest.test");
  expect(privacy).not.toContain("SendGrid");
});

Deno.test("the privacy page names the mail provider where there is one", async () => {
  await using deps = await makeDeps({
    config: { sendgrid: { apiKey: "key", baseUrl: "http://127.0.0.1:1" } },
  });
  const app = await makeApp(deps);

  expect(await (await app.get("/privacy")).text()).toContain("SendGrid");
});

Deno.test("/healthz answers while the process is up", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const response = await app.get("/healthz");

  expect(response.status).toBe(200);
  expect(await response.text()).toBe("ok\n");
});

Deno.test("/readyz is ready once jobs are running, and no longer when they have stopped", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);

  const before = await app.get("/readyz");
  await beat(deps);
  const running = await app.get("/readyz");
  deps.clock.advance({ minutes: 2 });
  const stopped = await app.get("/readyz");

  expect([before.status, running.status, stopped.status]).toEqual([503, 200, 503]);
  expect(await running.json()).toEqual({ ready: true, database: "ok", jobs: "ok" });
});

Deno.test("/readyz says so when the database doesn't answer", async () => {
  await using deps = await makeDeps();
  const closed = await Deno.openKv(":memory:");
  closed.close();
  const app = await makeApp({ ...deps, kv: closed });

  const response = await app.get("/readyz");

  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ ready: false, database: "not answering" });
});

Deno.test("the style guide is there while CloudNest is developed, and only then", async () => {
  await using production = await makeDeps();
  await using development = await makeDeps({ config: { development: true } });

  expect((await (await makeApp(production)).get("/styleguide")).status).toBe(404);
  expect((await (await makeApp(development)).get("/styleguide")).status).toBe(200);
});
