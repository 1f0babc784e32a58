/**
 * What a copy has in it, noun by noun: the same views that the customer's own pages and API are made of, so that nothing is
 * in the copy that they couldn't see. Each is read page by page.
 */
import { listApiTokens } from "@/domain/api_token/mod.ts";
import { listActivityOf } from "@/domain/audit/mod.ts";
import { getCreditNote, listCreditNotes } from "@/domain/credit_note/mod.ts";
import { getAccount, getProfile } from "@/domain/customer/mod.ts";
import { listInvitations } from "@/domain/invitation/mod.ts";
import { getInvoice, listInvoices } from "@/domain/invoice/mod.ts";
import { listBalances, listStatement } from "@/domain/ledger/mod.ts";
import { listMailsTo, listMessagesFrom } from "@/domain/mail/mod.ts";
import { getOrder, listOrders } from "@/domain/order/mod.ts";
import { listPayments, listProofs, type ProofView } from "@/domain/payment/mod.ts";
import { getSecondFactor } from "@/domain/second_factor/mod.ts";
import { getService, listServices } from "@/domain/service/mod.ts";
import { listSessions, readKnownDevices, readPendingEmail } from "@/domain/session/mod.ts";
import { readExemption } from "@/domain/tax/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Failure, type Result, unwrap } from "@/domain/shared/result.ts";
import { listMembers, listMemberships } from "@/domain/team/mod.ts";
import { listOwnBookings } from "@/domain/wallet/mod.ts";
import { each, idsOf, paged } from "./walk.ts";

/** One noun of the copy. */
export interface Part {
  /** Name of its files. */
  name: string;
  title: string;
  rows: () => AsyncIterable<object>;
}

/** All nouns of a customer's copy; each can be read more than once. */
export function partsOf(deps: Deps, accountId: string): Part[] {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const invoices = () => idsOf((page) => listInvoices(deps, { viewer, page }));
  return [
    { name: "account", title: "Account", rows: () => accountRows(deps, viewer) },
    { name: "tax_exemption", title: "Tax exemption", rows: () => exemptionRows(deps, accountId) },
    { name: "security", title: "Two-factor authentication", rows: () => factorRows(deps, viewer) },
    { name: "sessions", title: "Sessions", rows: () => sessionRows(deps, accountId) },
    { name: "devices", title: "Known browsers", rows: () => deviceRows(deps, accountId) },
    { name: "api_tokens", title: "API tokens", rows: () => tokenRows(deps, viewer) },
    { name: "team", title: "People in your account", rows: () => teamRows(deps, viewer) },
    { name: "memberships", title: "Accounts open to you", rows: () => openRows(deps, accountId) },
    {
      name: "orders",
      title: "Orders",
      rows: () =>
        each(idsOf((page) => listOrders(deps, { viewer, page })), async (id) => [
          found(await getOrder(deps, { viewer, id })),
        ]),
    },
    {
      name: "services",
      title: "Services",
      rows: () =>
        each(idsOf((page) => listServices(deps, { viewer, page })), async (id) => [
          found(await getService(deps, { viewer, id })),
        ]),
    },
    {
      name: "invoices",
      title: "Invoices",
      rows: () =>
        each(invoices(), async (id) => {
          // How to pay is the house's data, and would be out of date.
          const { instructions: _, ...invoice } = found(await getInvoice(deps, { viewer, id }));
          return [invoice];
        }),
    },
    {
      name: "payments",
      title: "Payments",
      rows: () => each(invoices(), (invoiceId) => listPayments(deps, { viewer, invoiceId })),
    },
    { name: "proofs", title: "Proofs of payment", rows: () => proofsOf(deps, accountId) },
    { name: "wallet", title: "Wallet", rows: () => walletRows(deps, viewer) },
    {
      name: "wallet_bookings",
      title: "What our staff booked on your wallet",
      rows: () => bookingRows(deps, viewer),
    },
    {
      name: "credit_notes",
      title: "Credit notes",
      rows: () =>
        each(idsOf((page) => listCreditNotes(deps, { viewer, page })), async (id) => [
          found(await getCreditNote(deps, { viewer, id })),
        ]),
    },
    {
      name: "mails",
      title: "Mails to you",
      rows: () => paged((page) => listMailsTo(deps, { accountId, page })),
    },
    { name: "messages", title: "Messages by you", rows: () => messageRows(deps, accountId) },
    {
      name: "activity",
      title: "What happened to your account",
      rows: () => paged((page) => listActivityOf(deps, { accountId, page })),
    },
  ];
}

/** The ids of all invoices, newest first. */
export async function* invoicesOf(deps: Deps, accountId: string): AsyncIterable<string> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  for await (const ids of idsOf((page) => listInvoices(deps, { viewer, page }))) yield* ids;
}

/** All proofs of payment, with the id that their file is read by. */
export function proofsOf(deps: Deps, accountId: string): AsyncIterable<ProofView> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const invoices = idsOf((page) => listInvoices(deps, { viewer, page }));
  return each(invoices, (invoiceId) => listProofs(deps, { viewer, invoiceId }));
}

async function* accountRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  const profile = unwrap(await getProfile(deps, { viewer }));
  yield { ...profile, pendingEmail: await readPendingEmail(deps, viewer.id) };
}

async function* exemptionRows(deps: Deps, accountId: string): AsyncIterable<object> {
  const exemption = await readExemption(deps.kv, accountId);
  // Who granted it is a member of staff.
  if (!exemption) return;
  const { reason, certificateNumber, validFrom, validUntil, grantedAt } = exemption;
  yield { reason, certificateNumber, validFrom, validUntil, grantedAt };
}

async function* factorRows(deps: Deps, { id }: CustomerActor): AsyncIterable<object> {
  const { totpSince, codesLeft, passkeys, devices } = await getSecondFactor(deps, id);
  yield {
    totpSince,
    recoveryCodesLeft: codesLeft,
    passkeys: passkeys.map(({ name, createdAt, lastUsedAt }) => ({ name, createdAt, lastUsedAt })),
    rememberedDevices: devices.map(({ userAgent, createdAt, expiresAt }) => ({
      userAgent,
      createdAt,
      expiresAt,
    })),
  };
}

async function* sessionRows(deps: Deps, accountId: string): AsyncIterable<object> {
  const account = await getAccount(deps, accountId);
  if (!account) return;
  for (const session of await listSessions(deps, { account, sessionId: "" })) {
    const { device, network, createdAt, lastSeenAt } = session;
    yield { device, network, createdAt, lastSeenAt };
  }
}

async function* deviceRows(deps: Deps, accountId: string): AsyncIterable<object> {
  yield* await readKnownDevices(deps.kv, accountId);
}

/** Those who were let in, and the invitations that are still open, as the page of the team shows them. */
async function* teamRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  for (const member of unwrap(await listMembers(deps, { viewer }))) {
    const { name, email, rights, addedAt } = member;
    yield { name, email, rights, addedAt };
  }
  for (const invitation of unwrap(await listInvitations(deps, { viewer }))) {
    const { email, rights, createdAt, expiresAt } = invitation;
    yield { email, rights, invitedAt: createdAt, expiresAt };
  }
}

async function* openRows(deps: Deps, personId: string): AsyncIterable<object> {
  for (const { name, rights, addedAt } of await listMemberships(deps, { personId })) {
    yield { account: name, rights, addedAt };
  }
}

/**
 * Also those that somebody sent with the account's address without having signed in, once the mailbox is known to be the
 * customer's: before that, anybody could register the address of somebody else to read them.
 */
async function* messageRows(deps: Deps, accountId: string): AsyncIterable<object> {
  const account = await getAccount(deps, accountId);
  const writers = [accountId, ...account?.isVerified ? [account.email] : []];
  for (const writer of writers) {
    yield* paged((page) => listMessagesFrom(deps, { writer, page }));
  }
}

async function* tokenRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  yield* await listApiTokens(deps, { viewer });
}

/** The statements in every currency in which something was booked. */
async function* walletRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  for (const { currency } of await listBalances(deps, { accountId: viewer.id })) {
    yield* paged((page) => listStatement(deps, { accountId: viewer.id, currency, page }));
  }
}

/** What staff have booked on the wallet, with what was paid out of it and where to. */
async function* bookingRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  for (const list of ["adjustments", "refunds"] as const) {
    yield* paged((page) => listOwnBookings(deps, { viewer, of: list, page }));
  }
}

/** What a list named a moment ago. */
function found<T>(result: Result<T, Failure>): T {
  return unwrap(result);
}
