import { expect } from "expect";
import { listAudit } from "@/domain/audit/mod.ts";
import { countJobs, runDueJobs } from "@/domain/job/mod.ts";
import {
  countMails,
  getMail,
  listMails,
  mailJobHandlers,
  resendMail,
  stageMail,
} from "@/domain/mail/mod.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { transact } from "@/domain/shared/kv.ts";
import { fail, ok, unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { dumpText } from "@/tests/helpers/dump.ts";
import { refuse, startSendgrid } from "./fake_sendgrid.ts";
import { addLinkMail, addMail, owner, TOKEN, welcome } from "./helpers.ts";

const handlers = mailJobHandlers;

Deno.test("a mail goes out once, as SendGrid's API wants it, however often its fact is staged", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps({ config: { sendgrid: sendgrid.config } });
  await Promise.all(Array.from({ length: 5 }, () => addMail(deps)));
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 1, retried: 0, failed: 0 });
  await addMail(deps);
  await runDueJobs(deps, { handlers });

  expect(sendgrid.requests).toBe(1);
  expect(sendgrid.taken).toEqual([{
    personalizations: [{ to: [{ email: "ann@example.com", name: "Ann" }] }],
    custom_args: { fact: "welcome:cus_1" },
    from: { email: "noreply@cloudnest.test", name: "CloudNest" },
    reply_to: { email: "owner@cloudnest.test", name: "CloudNest" },
    subject: "Welcome to CloudNest: confirm your address",
    content: [
      { type: "text/plain", value: expect.stringContaining("http://localhost:8000/dashboard") },
      { type: "text/html", value: expect.stringContaining("<!DOCTYPE html>") },
    ],
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
    },
  }]);
  expect(await countMails(deps)).toEqual({ waiting: 0, sent: 1, kept: 0, failed: 0 });
  const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
  expect(row).toMatchObject({ state: "sent", sentAt: "2026-03-01T12:00:00.000Z", lastError: null });
});

Deno.test("five processes send each of 40 mails once", async () => {
  await using sendgrid = startSendgrid();
  using kv = await Deno.openKv(":memory:");
  const config = { sendgrid: sendgrid.config };
  const processes = await Promise.all(Array.from({ length: 5 }, () => makeDeps({ kv, config })));
  for (let n = 0; n < 40; n++) await addMail(processes[0]!, { fact: `welcome:cus_${n}` });
  await Promise.all(processes.map(async (deps) => {
    for (let n = 0; n < 3; n++) await runDueJobs(deps, { handlers });
  }));
  const facts = sendgrid.taken.map((mail) => mail.custom_args!["fact"]!);
  expect(facts.toSorted()).toEqual(
    Array.from({ length: 40 }, (_, n) => `welcome:cus_${n}`).toSorted(),
  );
});

Deno.test("without a key a mail is kept in the outbox, where staff can read it, with a warning", async () => {
  await using deps = await makeDeps();
  await addMail(deps);
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 1, retried: 0, failed: 0 });
  expect(deps.logged).toMatchObject([{ level: "warn", event: "mail.kept", fact: "welcome:cus_1" }]);
  const [row] = unwrap(await listMails(deps, { viewer: owner, state: "kept" })).items;
  const mail = unwrap(await getMail(deps, { viewer: owner, id: row!.id }));
  expect(mail).toMatchObject({
    subject: "Welcome to CloudNest: confirm your address",
    accountId: "cus_1",
    state: "kept",
  });
  expect(mail.text).toContain("Hello Ann,");
});

Deno.test("429, 5xx and a broken connection are tried again; the mail goes out in the end", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps({ config: { sendgrid: sendgrid.config } });
  await addMail(deps);
  sendgrid.answers.push(
    () => refuse(429, "too many requests"),
    () => refuse(500, "internal"),
    () => new Response("<html>bad gateway</html>", { status: 502 }),
  );
  for (let n = 0; n < 3; n++) {
    expect(await runDueJobs(deps, { handlers })).toEqual({ done: 0, retried: 1, failed: 0 });
    const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
    expect(row).toMatchObject({
      state: "waiting",
      lastError: expect.stringMatching(/^(429|500|502)/),
    });
    deps.clock.advance({ hours: 7 });
  }
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 1, retried: 0, failed: 0 });
  expect(sendgrid.taken.length).toBe(1);
});

Deno.test("a provider that nobody can reach is tried again", async () => {
  const sendgrid = startSendgrid();
  await sendgrid[Symbol.asyncDispose]();
  await using deps = await makeDeps({ config: { sendgrid: sendgrid.config } });
  await addMail(deps);
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 0, retried: 1, failed: 0 });
});

Deno.test("a key that SendGrid refuses isn't the mail's fault: it is tried again until there is a right one", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps({
    config: { sendgrid: { ...sendgrid.config, apiKey: "SG.wrong-key" } },
  });
  await addMail(deps);
  expect(await runDueJobs(deps, { handlers })).toEqual({ done: 0, retried: 1, failed: 0 });
  const [row] = unwrap(await listMails(deps, { viewer: owner, state: "waiting" })).items;
  expect(row).toMatchObject({ lastError: "401 authorization required" });
  const everything = await Array.fromAsync(deps.kv.list({ prefix: [] }));
  expect(
    JSON.stringify(
      [everything, deps.logged],
      (_, value) => typeof value === "bigint" ? String(value) : value,
    ),
  ).not.toContain("SG.wrong-key");
});

Deno.test("the last try leaves the mail failed, and staff send it again", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps({ config: { sendgrid: sendgrid.config } });
  await addMail(deps);
  sendgrid.answers.push(...Array.from({ length: 12 }, () => () => refuse(503, "down")));
  for (let n = 0; n < 12; n++) {
    await runDueJobs(deps, { handlers });
    deps.clock.advance({ hours: 7 });
  }
  expect(await countMails(deps)).toMatchObject({ failed: 1, waiting: 0 });
  expect(await countJobs(deps)).toMatchObject({ failed: 1, waiting: 0 });

  const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
  const results = await Promise.all(
    Array.from({ length: 4 }, () => resendMail(deps, { actor: owner, id: row!.id })),
  );
  expect(results.filter((result) => result.ok).length).toBe(1);
  await runDueJobs(deps, { handlers });
  expect(sendgrid.taken.length).toBe(1);
  expect(await countMails(deps)).toEqual({ waiting: 0, sent: 1, kept: 0, failed: 0 });
  const actions = unwrap(await listAudit(deps, { viewer: owner })).items.map((event) =>
    event.action
  );
  expect(actions).toEqual(["mail.resent"]);
});

Deno.test("a kept mail can be sent once there is a provider; a sent one can't be sent again", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps();
  await addMail(deps);
  await runDueJobs(deps, { handlers });
  const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
  deps.config.sendgrid = sendgrid.config;
  unwrap(await resendMail(deps, { actor: owner, id: row!.id }));
  await runDueJobs(deps, { handlers });
  expect(sendgrid.taken.length).toBe(1);
  const again = await resendMail(deps, { actor: owner, id: row!.id });
  expect(again).toEqual(fail({ code: "not_resendable" }));
});

Deno.test("a mail whose sending was recorded isn't sent again when its job runs a second time", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps({ config: { sendgrid: sendgrid.config } });
  await addMail(deps);
  const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
  const job = { id: "mail:x", kind: "mail.send", payload: { mailId: row!.id }, attempt: 1 };
  expect((await handlers["mail.send"]!(deps, job)).ok).toBe(true);
  expect((await handlers["mail.send"]!(deps, job)).ok).toBe(true);
  expect(sendgrid.requests).toBe(1);
});

Deno.test("an answer to a contact message goes to who wrote it", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps({ config: { sendgrid: sendgrid.config } });
  unwrap(
    await transact(deps, async (tx) => {
      await stageMail(tx, deps, {
        fact: "contact:msg_1",
        to: { email: "support@cloudnest.test", name: "Support" },
        replyTo: { email: "bob@example.com", name: "Bob" },
        template: "contact_message",
        variables: {
          senderName: "Bob",
          senderEmail: "bob@example.com",
          subject: "Hi\r\nBcc: x@y.z",
          message: "One\n\nTwo",
        },
      });
      return ok(undefined);
    }),
  );
  await runDueJobs(deps, { handlers });
  expect(sendgrid.taken[0]).toMatchObject({
    reply_to: { email: "bob@example.com", name: "Bob" },
    subject: "Contact form: Hi Bcc: x@y.z",
  });
});

Deno.test("a commit that fails leaves no mail", async () => {
  await using deps = await makeDeps();
  await transact(deps, async (tx) => {
    await stageMail(tx, deps, welcome);
    return fail({ code: "no" });
  });
  expect(await Array.fromAsync(deps.kv.list({ prefix: [] }))).toEqual([]);
});

Deno.test("without mail.view there are no mails, and nothing is sent again", async () => {
  await using deps = await makeDeps();
  await addMail(deps);
  const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
  const viewer = { ...owner, permissions: ROLE_PERMISSIONS.viewer };
  const missing = fail({ code: "not_found" });
  expect(await listMails(deps, { viewer })).toEqual(missing);
  expect(await getMail(deps, { viewer, id: row!.id })).toEqual(missing);
  expect(await resendMail(deps, { actor: viewer, id: row!.id })).toEqual(missing);
  expect(await getMail(deps, { viewer: owner, id: "mal_x" })).toEqual(missing);
  expect(await listMails(deps, { viewer: owner, page: { after: "x" } })).toEqual(missing);
});

Deno.test("the token of a one-use link goes out with its mail, and is kept nowhere that can be read", async () => {
  await using sendgrid = startSendgrid();
  await using deps = await makeDeps({ config: { sendgrid: sendgrid.config } });
  await addLinkMail(deps);
  expect(await dumpText(deps)).not.toContain(TOKEN);

  await runDueJobs(deps, { handlers });

  const link = `http://localhost:8000/verify-email?token=${TOKEN}`;
  expect(sendgrid.taken[0]!.content.every(({ value }) => value.includes(link))).toBe(true);
  expect(await dumpText(deps)).not.toContain(TOKEN);
  const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
  const mail = unwrap(await getMail(deps, { viewer: owner, id: row!.id }));
  expect(mail.text).toContain("http://localhost:8000/verify-email\n");
  expect(JSON.stringify(deps.logged)).not.toContain(TOKEN);
});

Deno.test("without a provider the owner reads the link in the outbox, and no other staff", async () => {
  await using deps = await makeDeps();
  await addLinkMail(deps);
  const [row] = unwrap(await listMails(deps, { viewer: owner })).items;
  const textFor = async (permissions: typeof owner.permissions) => {
    const viewer = { ...owner, permissions };
    return unwrap(await getMail(deps, { viewer, id: row!.id })).text;
  };
  expect(await textFor(ROLE_PERMISSIONS.owner)).not.toContain(TOKEN);

  await runDueJobs(deps, { handlers });

  expect(await textFor(ROLE_PERMISSIONS.owner)).toContain(TOKEN);
  expect(await textFor(ROLE_PERMISSIONS.support)).not.toContain(TOKEN);
  expect(await textFor(ROLE_PERMISSIONS.billing)).not.toContain(TOKEN);
});
