/**
 * The whole story against the built server in a process of its own, with JavaScript and without: from the home page to
 * the password of a running machine, with every mail on its way.
 */
import { expect } from "expect";
import { sharedBrowser, withPage } from "@/tests/helpers/browser.ts";
import { startFakeSendgrid } from "@/tests/helpers/fake_sendgrid.ts";
import { ensureBuild, startServer } from "@/tests/helpers/server.ts";
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

for (const javaScript of [true, false]) {
  Deno.test(
    `a visitor orders, pays and gets a server, ${javaScript ? "with" : "without"} JavaScript`,
    async () => {
      await ensureBuild();
      const folder = await Deno.makeTempDir();
      await using sendgrid = startFakeSendgrid();
      await using server = await startServer({
        KV_PATH: `${folder}/story.kv`,
        ADMIN_EMAIL: OWNER.email,
        ADMIN_PASSWORD: OWNER.password,
        SENDGRID_API_KEY: "SG.story",
        SENDGRID_BASE_URL: sendgrid.url,
        MAIL_FROM: "noreply@cloudnest.test",
      });
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
        });

        await openService(page);
        await reveal(page);
        if (javaScript) await copy(page);

        await inWindow(async (staff) => {
          await logIn(staff.page, OWNER.email, OWNER.password);
          const audit = await readAudit(staff.page);
          for (const action of AUDITED) expect(audit).toContain(action);
          expect(audit).not.toContain(MACHINE.password);
        });
      });

      const sent = await waitForMails(() => sendgrid.mails.map(({ fact }) => fact.split(":")[0]!));
      expect(sent.toSorted()).toEqual(MAILS.toSorted());
      const toCustomer = sendgrid.mails.filter(({ to }) => to === CUSTOMER.email);
      expect(toCustomer.length).toBeGreaterThanOrEqual(3);
      expect(JSON.stringify(sendgrid.mails)).not.toContain(MACHINE.password);
      expect(server.output()).not.toContain(MACHINE.password);
      expect(server.output()).not.toContain('"level":"error"');
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
];

const AUDITED = [
  "account.registered",
  "order.placed",
  "proof.submitted",
  "payment.recorded",
  "service.activated",
  "credentials.revealed",
];

/** Jobs run behind the pages: waits until nothing new comes. */
async function waitForMails(read: () => string[]): Promise<string[]> {
  for (let tries = 0; tries < 100 && read().length < MAILS.length; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return read();
}
