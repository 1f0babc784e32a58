/**
 * Every form of staff without a fresh proof of who sends it: what moves money, access or people is sent to the page that asks,
 * and writes nothing; what needs no proof is named here, so that a new form has to be decided about.
 */
import { expect } from "expect";
import { type Fields, makeApp } from "@/tests/helpers/app.ts";
import { NAMED_TXID } from "@/tests/helpers/chain_payment.ts";
import { type Change, makeChanges } from "@/tests/helpers/changes.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { dumpKv } from "@/tests/helpers/dump.ts";
import { makeWorld, paymentFormOf, type World } from "@/tests/helpers/world.ts";

/** Forms that neither move money nor take anything away for good. */
const WITHOUT_PROOF = new Set([
  "/admin/orders/:id reject_proof",
  "/admin/orders/:id activate",
  "/admin/orders/:id cancel",
  "/admin/payments/chain/:id dismiss",
  "/admin/payments/lines/:id ignore",
  "/admin/payments/lines/:id reopen",
  "/admin/payments/statements",
  "/admin/payments/statements/:id confirm",
  "/admin/payments/statements/:id discard",
  "/admin/mail/outbox/:id resend",
  "/admin/jobs retry",
  // The sample is a section that isn't sensitive
  "/admin/settings/:section",
  "/admin/settings/logo set",
  "/admin/invoices/:id note",
  // A draft is no invoice yet
  "/admin/invoices/drafts",
  "/admin/reports/books start",
]);

const IGNORE = { ignore: ["rate_limits", "sessions"] };

Deno.test("staff prove again who they are before money, access or people move; without it nothing is written", async () => {
  await using deps = await makeDeps();
  const app = await makeApp(deps);
  const world = await makeWorld(deps);
  const { owner } = world.people;
  const changes = [...await makeChanges(deps, world), ...await moneyForms(deps, world)];
  // What was given at the log-in counts no more
  deps.clock.advance({ minutes: 11 });
  const before = await dumpKv(deps.kv, IGNORE);

  const open = new Set<string>();
  for (const { path, route, fields, permission } of changes) {
    if (permission === undefined || !route.startsWith("/admin/") || route === "/admin/confirm") {
      continue;
    }
    const name = `${route} ${fields.action ?? ""}`.trim();
    if (WITHOUT_PROOF.has(name)) {
      open.add(name);
      continue;
    }
    const answer = await app.post(path, fields, owner);
    expect([name, answer.status, answer.headers.get("location")])
      .toEqual([name, 303, `/admin/confirm?next=${encodeURIComponent(path)}`]);
  }
  expect(await dumpKv(deps.kv, IGNORE)).toEqual(before);
  expect([...open].toSorted()).toEqual([...WITHOUT_PROOF].toSorted());
});

/** Actions that the samples of the other matrix leave out. */
async function moneyForms(deps: TestDeps, world: World): Promise<Change[]> {
  const { orders, chainPaymentId, draftId, people } = world;
  const staff = (route: string, id: string, fields: Fields): Change => ({
    route,
    path: route.replace(":id", id),
    permission: "payments.record",
    fields,
  });
  const { invoiceId } = orders.unpaid;
  const invoice = (fields: Fields) => staff("/admin/invoices/:id", invoiceId, fields);
  const payment = await paymentFormOf(deps, invoiceId, "TX 1");
  return [
    invoice({ action: "record_payment", ...payment }),
    ...["credit_all", "void", "write_off", "reopen"].map((action) =>
      invoice({ action, reason: "x" })
    ),
    staff("/admin/payments/chain/:id", chainPaymentId, {
      action: "book",
      key: NAMED_TXID,
      amount: "1.00",
    }),
    staff("/admin/invoices/drafts/:id", draftId, { action: "issue", version: "" }),
    staff("/admin/users/:id/merge", people.customer.id, {
      invoices: [invoiceId, orders.spare.invoiceId],
    }),
    ...["limits", "bank", "chains"].map((section) => ({
      ...staff("/admin/settings/:section", "", {}),
      route: `/admin/settings/${section}`,
      path: `/admin/settings/${section}`,
    })),
  ];
}
