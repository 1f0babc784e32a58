/**
 * The whole story against the built server in a process of its own, with JavaScript and without: from the home page to
 * the password of a running machine, with every mail on its way; then the account is secured, lost and got back. None of the
 * secrets that were typed or shown is in what the server printed, nor in the clear in its database.
 */
import { expect } from "expect";
import { sharedBrowser, withPage } from "@/tests/helpers/browser.ts";
import { dumpText } from "@/tests/helpers/dump.ts";
import { startFakeSendgrid } from "@/tests/helpers/fake_sendgrid.ts";
import { withInstallation } from "@/tests/helpers/installation.ts";
import { expectNoSecrets } from "@/tests/helpers/secrets.ts";
import { ensureBuild } from "@/tests/helpers/build.ts";
import { startServer } from "@/tests/helpers/server.ts";
import { getBackIn, keepCookies, secure } from "./secure_story.ts";
import {
  copy,
  CUSTOMER,
  logIn,
  MACHINE,
  openService,
  order,
  pickPlan,
  readAudit,
  register,
  reveal,
  sendProof,
  serve,
} from "./story.ts";

const OWNER = { email: "owner@cloudnest.test", password: "the owner's own password" };

/** What is typed into a form or handed to the server; what it makes itself joins it on the way. */
const TYPED = {
  ownerPassword: OWNER.password,
  machinePassword: MACHINE.password,
  serverSecret: "the secret of the story's server, 1959",
  sendgridKey: "SG.of-the-story",
};

for (const javaScript of [true, false]) {
  Deno.test(
    `a visitor orders, pays and gets a server, ${javaScript ? "with" : "without"} JavaScript`,
    async () => {
      await ensureBuild();
      const folder = await Deno.makeTempDir();
      await using sendgrid = startFakeSendgrid();
      const env = {
        KV_PATH: `${folder}/story.kv`,
        CLOUDNEST_SECRET: TYPED.serverSecret,
        ADMIN_EMAIL: OWNER.email,
        ADMIN_PASSWORD: OWNER.password,
        SENDGRID_API_KEY: TYPED.sendgridKey,
        SENDGRID_BASE_URL: sendgrid.url,
        MAIL_FROM: "noreply@cloudnest.test",
      };
      const secrets: Record<string, string> = { ...TYPED };
      await using server = await startServer(env);
      const browser = await sharedBrowser();
      const width = javaScript ? 1440 : 390;
      const inWindow = (work: Parameters<typeof withPage<void>>[2]) =>
        withPage(server.url, { browser, javaScript, width }, work);

      await inWindow(async ({ page }) => {
        await pickPlan(page);
        await register(page);
        const invoice = await order(page);
        await sendProof(page, invoice);

        await inWindow(async (staff) => {
          await logIn(staff.page, OWNER.email, OWNER.password);
          await serve(staff.page);
          await keepCookies(staff.page, secrets);
        });

        await openService(page);
        await reveal(page);
        if (javaScript) await copy(page);
        await secure(page, { sendgrid, secrets });

        await inWindow(async (staff) => {
          await logIn(staff.page, OWNER.email, OWNER.password);
          const audit = await readAudit(staff.page);
          for (const action of AUDITED) expect(audit).toContain(action);
          expectNoSecrets(secrets, { audit });
        });
      });
      await inWindow(({ page }) => getBackIn(page, { sendgrid, secrets }));

      const sent = await waitForMails(() => sendgrid.mails.map(({ fact }) => fact.split(":")[0]!));
      expect(sent.toSorted()).toEqual(MAILS.toSorted());
      const toCustomer = sendgrid.mails.filter(({ to }) => to === CUSTOMER.email);
      expect(toCustomer.length).toBeGreaterThanOrEqual(3);
      expect(JSON.stringify(sendgrid.mails)).not.toContain(MACHINE.password);
      await server.kill();
      const log = server.output();
      expect(log).not.toContain('"level":"error"');
      // What is searched holds what it should.
      expect(log).toContain('"path":"/reset-password"');
      expect(Object.keys(secrets).length).toBeGreaterThan(20);
      const stored = await withInstallation(env, dumpText);
      expect(stored).toContain(CUSTOMER.email);
      expectNoSecrets(secrets, { log, stored });
      await Deno.remove(folder, { recursive: true });
    },
  );
}

const MAILS = [
  "welcome",
  "order_placed",
  "order_received_staff",
  "proof_received",
  "payment_received",
  "service_ready",
  "second_factor_changed",
  "api_token_created",
  "password_changed",
  // The link, and word of its use.
  "password_reset.mail",
  "password_changed",
  // A recovery code was used.
  "second_factor_changed",
];

const AUDITED = [
  "account.registered",
  "order.placed",
  "proof.submitted",
  "payment.recorded",
  "service.activated",
  "credentials.revealed",
  "email.verified",
  "second_factor.enabled",
  "api_token.created",
];

/** Jobs run behind the pages: waits until nothing new comes. */
async function waitForMails(read: () => string[]): Promise<string[]> {
  for (let tries = 0; tries < 100 && read().length < MAILS.length; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return read();
}
