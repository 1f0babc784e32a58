/**
 * What a copy has in it, noun by noun: the same views that the customer's own pages and API are made of, so that nothing is
 * in the copy that they couldn't see. Each is read page by page.
 */
import { listApiTokens } from "@/domain/api_token/mod.ts";
import { listActivityOf } from "@/domain/audit/mod.ts";
import { listAllChanges } from "@/domain/change/mod.ts";
import { getAccount, getProfile } from "@/domain/customer/mod.ts";
import { listInvitations } from "@/domain/invitation/mod.ts";
import { listMailsTo, listMessagesFrom } from "@/domain/mail/mod.ts";
import { getOrder, listOrders } from "@/domain/order/mod.ts";
import { getSecondFactor } from "@/domain/second_factor/mod.ts";
import { getService, listServices, readService } from "@/domain/service/mod.ts";
import { listSessions, readKnownDevices, readPendingEmail } from "@/domain/session/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { listMembers, listMemberships } from "@/domain/team/mod.ts";
import { moneyParts } from "./collect_money.ts";
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
  const services = () => idsOf((page) => listServices(deps, { viewer, page }));
  return [
    { name: "account", title: "Account", rows: () => accountRows(deps, viewer) },
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
          unwrap(await getOrder(deps, { viewer, id })),
        ]),
    },
    {
      name: "services",
      title: "Services",
      rows: () =>
        each(services(), async (id) => [{
          ...unwrap(await getService(deps, { viewer, id })),
          cancelReason: (await readService(deps.kv, id))?.cancellation?.reason ?? null,
        }]),
    },
    {
      name: "plan_changes",
      title: "Changes of plan and billing term",
      rows: () => each(services(), (serviceId) => changesOf(deps, serviceId)),
    },
    ...moneyParts(deps, viewer),
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

/** All changes of a service, with the service that they are of. */
async function changesOf(deps: Deps, serviceId: string): Promise<object[]> {
  const changes = await Array.fromAsync(
    paged((page) => listAllChanges(deps, { serviceId, page })),
  );
  return changes.map((change) => ({ serviceId, ...change }));
}

async function* accountRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  const profile = unwrap(await getProfile(deps, { viewer }));
  yield { ...profile, pendingEmail: await readPendingEmail(deps, viewer.id) };
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
