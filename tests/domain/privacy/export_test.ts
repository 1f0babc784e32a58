/** The copy of somebody's data: who gets it, what is in it, and that it is made once whatever happens in between. */
import { unzipSync } from "fflate";
import { expect } from "expect";
import { type Account, readAccount } from "@/domain/customer/mod.ts";
import { inviteMember } from "@/domain/invitation/mod.ts";
import { INVOICE_LANE, stageIssueInvoice } from "@/domain/invoice/mod.ts";
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { downloadExport, getExport, requestExport } from "@/domain/privacy/mod.ts";
import { makeExport } from "@/domain/privacy/make_export.ts";
import { writeZip } from "@/domain/privacy/zip.ts";
import { partsOf } from "@/domain/privacy/collect.ts";
import { entriesOf } from "@/domain/privacy/documents.ts";
import { resolveSession, type SignedIn } from "@/domain/session/mod.ts";
import type { CustomerActor, CustomerRight, VisitorActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { money } from "@/domain/shared/money.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import { stageMember } from "@/domain/team/mod.ts";
import { sendContactMessage } from "@/domain/ticket/mod.ts";
import { setTaxExemption } from "@/domain/tax/mod.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys, dumpKv } from "@/tests/helpers/dump.ts";
import { readPdf } from "@/tests/helpers/pdf_text.ts";
import { confirmAddress, PASSWORD, type Person } from "@/tests/helpers/people.ts";
import { MACHINE_PASSWORD, makeWorld, PROOF_PNG } from "@/tests/helpers/world.ts";

const CLIENT = { ip: "192.0.2.1", userAgent: "test" };

async function signedInAs(deps: Deps, person: Person): Promise<SignedIn> {
  return (await resolveSession(deps, person.session))!;
}

async function ask(deps: Deps, person: Person) {
  const signedIn = await signedInAs(deps, person);
  return await requestExport(deps, { signedIn, client: CLIENT, password: PASSWORD });
}

async function download(deps: Deps, person: Person): Promise<Uint8Array> {
  const signedIn = await signedInAs(deps, person);
  const file = unwrap(
    await downloadExport(deps, { signedIn, client: CLIENT, password: PASSWORD }),
  );
  const bytes = new Uint8Array(await new Response(file.stream).arrayBuffer());
  expect(bytes.length).toBe(file.sizeBytes);
  return bytes;
}

async function filesOf(deps: Deps, person: Person): Promise<Record<string, string>> {
  const files = unzipSync(await download(deps, person));
  return Object.fromEntries(
    Object.entries(files).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
  );
}

/** Names of all fields of the rows, down to the last: what each noun may say. */
const ALLOWED: Record<string, string> = {
  account: "acceptedTerms addressLines company country createdAt email isVerified language " +
    "mailPreferences mailPreferences.news mailPreferences.newDevice name pendingEmail phone " +
    "taxNumber timeZone",
  security: "passkeys recoveryCodesLeft rememberedDevices totpSince",
  sessions: "createdAt device lastSeenAt network",
  devices: "device networks",
  api_tokens: "",
  team: "addedAt email expiresAt invitedAt name rights",
  memberships: "account addedAt rights",
  orders: "activatedAt closeReason closedAt cycle datacenterName expiresAt highlights " +
    "highlights.label highlights.value hostname id invoiceId invoiceNumber lines lines.amount " +
    "lines.kind lines.label lines.quantity lines.slug lines.unit number osName paidAt panelName " +
    "paymentMethod placedAt plan planName renewal serviceId status subtotal tax total nextTerm " +
    "trialDays promoCode taxRule taxRule.isInclusive taxRule.label taxRule.rateBasisPoints lines.basis " +
    "lines.basis.rule lines.basis.of lines.basis.basisPoints",
  tax_exemption: "certificateNumber grantedAt reason validFrom validUntil",
  services: "access access.ip access.panelUrl access.port access.sshCommand access.username " +
    "activatedAt addons anchorOn cancelReason createdAt credentialsChangedAt cycle datacenterName " +
    "deletedAt endsOn hasCredentials highlights highlights.label highlights.value hostname id nextDueOn orderId " +
    "orderNumber osName panelName plan planName renewal status suspension terminatedAt trialEndsOn",
  invoices: "credited kind lines.basis lines.basis.basisPoints lines.basis.days lines.basis.of " +
    "lines.basis.ofDays lines.basis.rule lines.net lines.period lines.period.endsOn " +
    "lines.period.startsOn lines.serviceId notes serviceId taxRule.isInclusive taxRule.note " +
    "taxRule.treatment buyer buyer.addressLines buyer.country buyer.email buyer.name buyer.taxNumber " +
    "currency due dueOn id issuedAt lines lines.amount lines.kind lines.label lines.quantity " +
    "lines.slug lines.tax lines.unit number orderId paid paidAt reference seller " +
    "seller.addressLines seller.country seller.email seller.name seller.taxNumber status " +
    "subtotal tax taxRule taxRule.country taxRule.label taxRule.rateBasisPoints total voidedAt " +
    "mergedIntoId expiresAt",
  wallet_bookings: "amount createdAt destination id method reason reference sentAt status",
  credit_notes: "buyer buyer.addressLines buyer.country buyer.email buyer.name buyer.taxNumber " +
    "currency explanation explanation.amount explanation.isRight explanation.part " +
    "explanation.steps explanation.steps.amount explanation.steps.days explanation.steps.label " +
    "explanation.steps.of explanation.steps.ofDays explanation.steps.period " +
    "explanation.steps.period.endsOn explanation.steps.period.startsOn " +
    "id invoiceId invoiceNumber issuedAt lines lines.gross lines.label lines.net " +
    "lines.tax number reason returned seller seller.addressLines seller.country seller.email " +
    "seller.name seller.taxNumber subtotal tax taxRule taxRule.country taxRule.isInclusive " +
    "taxRule.label taxRule.note taxRule.rateBasisPoints taxRule.treatment total",
  payments: "amount id invoiceId method outcome receivedOn recordedAt reference",
  terms: "paysFromWallet leadDays graceDays endAfterDays suspendsUnpaid takesLateFees",
  payment_promises: "invoiceId invoiceNumber madeAt payOn",
  chain_payments:
    "id invoiceId invoiceNumber networkLabel address isFixed isWatched asset assetLabel " +
    "amount due isRest price rateKind expiresAt isExpired confirmationsNeeded toleranceBasisPoints " +
    "lateRule wrongAssetRule state state.phase state.received state.missing state.excess " +
    "state.confirmations state.needed state.isReplaceable state.wasInBlock state.waitsForStaff " +
    "sightings sightings.key sightings.txid sightings.amount sightings.firstSeenAt sightings.match " +
    "sightings.confirmations sightings.needed sightings.status sightings.booked claims claims.txid " +
    "claims.asset claims.status claims.namedAt claims.reason",
  bank_lines: "bookedOn parts parts.invoiceId parts.amount payer payer.name payer.iban " +
    "payer.remittance payer.reference",
  payer_accounts: "iban",
  plan_changes: "serviceId id status fromPlanName fromCycle planName cycle invoiceId requestedAt " +
    "validUntil closedAt",
  approvals: "kind amount status proposedAt decidedAt",
  proofs: "contentType decidedAt fileName id invoiceId note reference rejectReason sizeBytes " +
    "status submittedAt",
  wallet: "at balance change code invoiceId number",
  mails: "createdAt sentAt subject text",
  messages: "email message name subject writtenAt",
  activity: "action at by",
};

function fieldsOf(value: unknown, prefix = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => fieldsOf(each, prefix));
  if (typeof value !== "object" || value === null) return [];
  if (Object.keys(value).sort().join() === "currency,minor") return [];
  return Object.entries(value).flatMap(([name, part]) => [
    prefix + name,
    ...fieldsOf(part, `${prefix}${name}.`),
  ]);
}

Deno.test("a copy has every noun as JSON and as a page, with nothing outside the lists", async () => {
  await using deps = await makeDeps();
  const { people, orders } = await makeWorld(deps);
  const exemption = { accountId: people.customer.id, form: { reason: "Embassy." } };
  unwrap(await setTaxExemption(deps, { actor: people.owner.staff!, ...exemption }));

  unwrap(await ask(deps, people.customer));
  await runDueJobs(deps, { handlers: jobHandlers });
  const files = await filesOf(deps, people.customer);

  const proof = `proofs/${orders.unpaid.proofId}-proof.png`;
  const invoices = [1, 2, 3, 4, 5].map((number) => `INV-2026-00000${number}`);
  const pdfs = invoices.map((number) => `invoices/${number}.pdf`);
  const nouns = Object.keys(ALLOWED);
  expect(Object.keys(files).toSorted()).toEqual(
    [
      "index.html",
      proof,
      "credit_notes/CN-2026-000001.pdf",
      ...pdfs,
      ...nouns.flatMap((noun) => [`${noun}.html`, `data/${noun}.json`]),
    ]
      .toSorted(),
  );
  for (const noun of nouns) {
    const rows = JSON.parse(files[`data/${noun}.json`]!);
    const fields = [...new Set(fieldsOf(rows))].toSorted();
    expect([noun, fields.filter((field) => !ALLOWED[noun]!.split(" ").includes(field))])
      .toEqual([noun, []]);
  }
  expect(JSON.parse(files["data/orders.json"]!)).toHaveLength(5);
  expect(JSON.parse(files["data/invoices.json"]!)).toHaveLength(5);
  expect(JSON.parse(files["data/services.json"]!)).toHaveLength(2);
  expect(JSON.parse(files["data/payments.json"]!)).toHaveLength(2);
  expect(JSON.parse(files["data/account.json"]!)).toMatchObject([{ email: "ada@example.com" }]);
  expect(JSON.parse(files["data/tax_exemption.json"]!)).toMatchObject([{ reason: "Embassy." }]);
  expect(JSON.parse(files["data/mails.json"]!).length).toBeGreaterThan(5);
  const zipped = unzipSync(await download(deps, people.customer));
  expect(zipped[proof]).toEqual(PROOF_PNG);
  for (const number of invoices) {
    const { pages } = await readPdf(zipped[`invoices/${number}.pdf`]!);
    expect(pages.flat()).toContain(number);
  }
});

Deno.test("a copy has no secret, nothing of staff and nobody else's data in it", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  const { customer, otherCustomer, ...staff } = people;

  unwrap(await ask(deps, customer));
  await runDueJobs(deps, { handlers: jobHandlers });
  const text = Object.entries(await filesOf(deps, customer))
    .filter(([path]) => !/^(proofs|invoices)\//.test(path)).map(([, each]) => each).join("\n");

  const account = await readAccount(deps.kv, customer.id);
  const secrets = [MACHINE_PASSWORD, PASSWORD, account!.passwordHash, "Rack 7", "scrypt"];
  const others = [otherCustomer, ...Object.values(staff)].flatMap(({ id, email }) => [id, email]);
  for (const word of [...secrets, ...others, "sha256", "uploadId", "staffNotes", "req_"]) {
    expect([word, text.includes(word)]).toEqual([word, false]);
  }
});

Deno.test("a copy has who was let in, who is invited, and whose accounts are open to the person", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  const { customer, otherCustomer, viewer } = people;
  await letIn(deps, { customer, person: otherCustomer, rights: ["billing"] });
  await letIn(deps, { customer: viewer, person: customer, rights: ["services", "support"] });
  await confirmAddress(deps, customer);
  const form = { email: "invited@example.com", rights: ["orders"] };
  unwrap(await inviteMember(deps, { actor: customer.customer, form }));
  await suspend(deps, viewer);

  const [own, other] = await Promise.all([rowsOf(deps, customer), rowsOf(deps, otherCustomer)]);

  expect(own.team).toEqual([
    {
      name: "Eve Other",
      email: "eve@example.com",
      rights: ["billing"],
      addedAt: expect.any(String),
    },
    {
      email: "invited@example.com",
      rights: ["orders"],
      invitedAt: expect.any(String),
      expiresAt: expect.any(String),
    },
  ]);
  // Also into an account that can't be opened for the time being.
  expect(own.memberships).toEqual([
    { account: "Staff viewer", rights: ["services", "support"], addedAt: expect.any(String) },
  ]);
  expect(other.team).toEqual([]);
  expect(other.memberships).toMatchObject([{ account: "Ada Customer", rights: ["billing"] }]);
});

Deno.test("a copy has the person's messages, and those from their address once it is known to be theirs", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  const { customer, otherCustomer, support } = people;
  const visitor = { kind: "visitor", id: "visitor" } as const;
  const acting: CustomerActor = {
    ...customer.customer,
    via: { kind: "staff", personId: support.id, rights: new Set() },
  };
  await write(deps, { actor: customer.customer, email: "elsewhere@example.com", subject: "Mine" });
  await write(deps, { actor: visitor, email: " ADA@example.com", subject: "From outside" });
  await write(deps, { actor: otherCustomer.customer, email: customer.email, subject: "Not hers" });
  await write(deps, { actor: acting, email: support.email, subject: "Of staff" });
  await write(deps, { actor: visitor, email: "nobody@example.com", subject: "Of nobody" });

  const subjects = async () =>
    (await rowsOf(deps, customer)).messages!.map((row) => (row as { subject: string }).subject);
  expect(await subjects()).toEqual(["Mine"]);
  await confirmAddress(deps, customer);
  expect(await subjects()).toEqual(["Mine", "From outside"]);
  expect((await rowsOf(deps, support)).messages).toMatchObject([{ subject: "Of staff" }]);
  expect((await rowsOf(deps, customer)).messages![0]).toEqual({
    writtenAt: expect.any(String),
    name: "Somebody",
    email: "elsewhere@example.com",
    subject: "Mine",
    message: "When will it be ready?",
  });
});

Deno.test("texts of people are no HTML in the pages of a copy", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  const { id } = people.customer;
  const account = (await readAccount(deps.kv, id))!;
  await deps.kv.set(["accounts", id], { ...account, name: "<script>alert(1)</script>" });

  unwrap(await ask(deps, people.customer));
  await runDueJobs(deps, { handlers: jobHandlers });

  const page = (await filesOf(deps, people.customer))["account.html"]!;
  expect(page).not.toContain("<script>");
  expect(page).toContain("&#60;script&#62;");
});

Deno.test("only the owner gets a copy, after a proof, and only until its end", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  const signedIn = await signedInAs(deps, people.customer);
  deps.clock.advance({ minutes: 11 });
  const before = await dumpKv(deps.kv, { ignore: ["rate_limits"] });

  // No proof, a wrong one, somebody who was only let in.
  const client = CLIENT;
  expect(await requestExport(deps, { signedIn, client })).toMatchObject({
    error: { code: "validation", fields: { password: "Enter your password." } },
  });
  expect(await requestExport(deps, { signedIn, client, password: "wrong password" }))
    .toMatchObject({ error: { code: "validation" } });
  const letIn: SignedIn = {
    ...signedIn,
    customer: {
      ...signedIn.customer,
      via: { kind: "staff", personId: people.support.id, rights: new Set() },
    },
  };
  expect(await requestExport(deps, { signedIn: letIn, client, password: PASSWORD }))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await dumpKv(deps.kv, { ignore: ["rate_limits"] })).toEqual(before);

  unwrap(await requestExport(deps, { signedIn, client, password: PASSWORD }));
  await runDueJobs(deps, { handlers: jobHandlers });
  const other = await signedInAs(deps, people.otherCustomer);
  for (const who of [letIn, other]) {
    expect(await downloadExport(deps, { signedIn: who, client, password: PASSWORD }))
      .toMatchObject({ error: { code: "not_found" } });
  }
  deps.clock.advance({ hours: 7 * 24 });
  expect(await downloadExport(deps, { signedIn, client, password: PASSWORD }))
    .toMatchObject({ error: { code: "not_found" } });
  expect(await getExport(deps, { viewer: people.customer.customer })).toEqual(ok(null));
});

Deno.test("there is one copy at a time, and three a day", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);

  const asked = await Promise.all(Array.from({ length: 10 }, () => ask(deps, people.customer)));
  expect(asked.filter((one) => one.ok)).toHaveLength(1);
  await runDueJobs(deps, { handlers: jobHandlers });
  const codes = [];
  for (let again = 0; again < 3; again++) {
    const one = await ask(deps, people.customer);
    await runDueJobs(deps, { handlers: jobHandlers });
    codes.push(one.ok ? "ok" : one.error.code);
  }

  // Parallel requests that found nothing running have used up tries too.
  expect(codes.at(-1)).toBe("rate_limited");
});

Deno.test("a copy is made once, by whichever of several tries is first, and leaves no other's chunks", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  unwrap(await ask(deps, people.customer));
  const job = await jobOf(deps, people.customer.id);

  await Promise.all([1, 2, 3].map((attempt) => makeExport(deps, { ...job, attempt })));

  const { value } = await deps.kv.get<{ file: { chunkCount: number } }>(
    ["privacy_exports", people.customer.id],
  );
  const { chunkCount } = value!.file;
  expect(await countKeys(deps.kv, ["privacy_export_chunks"])).toBe(chunkCount);
  const mails = Object.values(await dumpKv(deps.kv, { prefix: ["mails"] }))
    .filter(({ value }) => (value as { template: string }).template === "export_ready");
  expect(mails).toHaveLength(1);
  await makeExport(deps, { ...job, attempt: 4 });
  expect(await countKeys(deps.kv, ["privacy_export_chunks"])).toBe(chunkCount);
  expect(Object.keys(unzipSync(await download(deps, people.customer)))).toContain("index.html");
});

Deno.test("a try that breaks off leaves nothing behind, and the next one makes the copy", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  unwrap(await ask(deps, people.customer));
  const job = await jobOf(deps, people.customer.id);
  const broken: Deps = {
    ...deps,
    kv: new Proxy(deps.kv, {
      get(kv, name) {
        if (name === "getMany") throw new Error("the database is gone");
        const value = Reflect.get(kv, name);
        return typeof value === "function" ? value.bind(kv) : value;
      },
    }),
  };

  await expect(makeExport(broken, job)).rejects.toThrow("the database is gone");
  expect(await countKeys(deps.kv, ["privacy_export_chunks"])).toBe(0);
  unwrap(await makeExport(deps, job));
  expect(Object.keys(unzipSync(await download(deps, people.customer)))).toContain("index.html");
});

Deno.test("a customer with 300 invoices has all of them in the copy, of which little is held at a time", async () => {
  await using deps = await makeDeps();
  const { people } = await makeWorld(deps);
  await issueMany(deps, people.customer, 300);
  let held = 0;
  let mostHeld = 0;
  const chunks: Uint8Array[] = [];
  const sink = {
    push(bytes: Uint8Array) {
      held += bytes.length;
      mostHeld = Math.max(mostHeld, held);
      chunks.push(bytes);
    },
    flush() {
      held = 0;
      return Promise.resolve();
    },
  };

  await writeZip(entriesOf(deps, people.customer.id), { sink, at: deps.clock.now() });

  const zip = new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
  const files = unzipSync(zip);
  const invoices = JSON.parse(new TextDecoder().decode(files["data/invoices.json"]));
  expect(invoices).toHaveLength(305);
  expect(new Set(invoices.map(({ id }: { id: string }) => id)).size).toBe(305);
  const unpacked = Object.values(files).reduce((sum, file) => sum + file.length, 0);
  expect(unpacked).toBeGreaterThan(2_000_000);
  expect(mostHeld).toBeLessThan(200_000);
});

/** The rows of all parts, by their names. */
async function rowsOf(deps: Deps, person: Person): Promise<Record<string, object[]>> {
  const rows: Record<string, object[]> = {};
  for (const part of partsOf(deps, person.id)) rows[part.name] = await Array.fromAsync(part.rows());
  return rows;
}

async function letIn(
  deps: Deps,
  { customer, person, rights }: { customer: Person; person: Person; rights: CustomerRight[] },
): Promise<void> {
  const addedAt = deps.clock.now().toString();
  const member = { schemaVersion: 1 as const, customerId: customer.id, personId: person.id };
  unwrap(
    await transact(deps, (tx) => {
      stageMember(tx, { ...member, rights, addedAt });
      return Promise.resolve(ok(undefined));
    }),
  );
}

/** Changes an account as nothing but a test does. */
async function change(deps: Deps, { id }: Person, changes: Partial<Account>): Promise<void> {
  await deps.kv.set(["accounts", id], { ...await readAccount(deps.kv, id), ...changes });
}

function suspend(deps: Deps, person: Person): Promise<void> {
  return change(deps, person, { status: "suspended" });
}

async function write(
  deps: Deps,
  input: { actor: VisitorActor | CustomerActor; email: string; subject: string },
): Promise<void> {
  const { actor, email, subject } = input;
  const form = { name: "Somebody", email, subject, message: "When will it be ready?" };
  unwrap(await sendContactMessage(deps, { actor, form, ip: "192.0.2.1" }));
}

async function jobOf(deps: TestDeps, accountId: string) {
  const stored = (await deps.kv.get<{ id: string }>(["privacy_exports", accountId])).value!;
  const payload = { accountId, exportId: stored.id };
  return { id: `export:${stored.id}`, kind: "privacy.export", payload, attempt: 1 };
}

async function issueMany(deps: Deps, person: Person, count: number): Promise<void> {
  const { id, name, email } = person;
  const price = money(999, "EUR");
  for (let done = 0; done < count; done++) {
    unwrap(
      await transact(deps, async (tx) => {
        await stageIssueInvoice(tx, deps, {
          kind: "order",
          customer: { id, name, email },
          orderId: deps.ids.next("ord"),
          lines: [
            { kind: "plan", slug: "p", label: "Plan", quantity: 1, unit: price, amount: price },
          ],
          at: deps.clock.now(),
        });
        return ok(undefined);
      }, { lane: INVOICE_LANE }),
    );
  }
}
