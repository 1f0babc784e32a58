/**
 * What a copy has in it, noun by noun: the same views that the customer's own pages and API are made of, so that nothing is
 * in the copy that they couldn't see. Each is read page by page.
 */
import { listApiTokens } from "@/domain/api_token/mod.ts";
import { listActivityOf } from "@/domain/audit/mod.ts";
import { getAccount, getProfile } from "@/domain/customer/mod.ts";
import { getInvoice, listInvoices } from "@/domain/invoice/mod.ts";
import { listStatement } from "@/domain/ledger/mod.ts";
import { listMailsTo } from "@/domain/mail/mod.ts";
import { getOrder, listOrders } from "@/domain/order/mod.ts";
import { listPayments, listProofs, type ProofView } from "@/domain/payment/mod.ts";
import { getSecondFactor } from "@/domain/second_factor/mod.ts";
import { getService, listServices } from "@/domain/service/mod.ts";
import { listSessions } from "@/domain/session/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Page, PageRequest } from "@/domain/shared/kv.ts";
import { type Failure, type Result, unwrap } from "@/domain/shared/result.ts";

/** Objects of a page: few enough to hold, many enough that a slow database doesn't matter. */
const PAGE_SIZE = 50;

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
    { name: "security", title: "Two-factor authentication", rows: () => factorRows(deps, viewer) },
    { name: "sessions", title: "Sessions", rows: () => sessionRows(deps, accountId) },
    { name: "api_tokens", title: "API tokens", rows: () => tokenRows(deps, viewer) },
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
      name: "mails",
      title: "Mails to you",
      rows: () => paged((page) => listMailsTo(deps, { accountId, page })),
    },
    {
      name: "activity",
      title: "What happened to your account",
      rows: () => paged((page) => listActivityOf(deps, { accountId, page })),
    },
  ];
}

/** All proofs of payment, with the id that their file is read by. */
export function proofsOf(deps: Deps, accountId: string): AsyncIterable<ProofView> {
  const viewer: CustomerActor = { kind: "customer", id: accountId };
  const invoices = idsOf((page) => listInvoices(deps, { viewer, page }));
  return each(invoices, (invoiceId) => listProofs(deps, { viewer, invoiceId }));
}

async function* accountRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  yield unwrap(await getProfile(deps, { viewer }));
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

async function* tokenRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  yield* await listApiTokens(deps, { viewer });
}

/** The statements in the house's currency and in those of the invoices. */
async function* walletRows(deps: Deps, viewer: CustomerActor): AsyncIterable<object> {
  const currencies = new Set([(await getSettings(deps, "money")).currency]);
  for await (const { total } of paged((page) => listInvoices(deps, { viewer, page }))) {
    currencies.add(total.currency);
  }
  for (const currency of currencies) {
    yield* paged((page) => listStatement(deps, { accountId: viewer.id, currency, page }));
  }
}

/** All items of a list, page by page. */
async function* paged<T>(read: (page: PageRequest) => Promise<Page<T>>): AsyncIterable<T> {
  let after: string | null = null;
  do {
    const page: Page<T> = await read({ limit: PAGE_SIZE, ...(after !== null && { after }) });
    yield* page.items;
    after = page.next;
  } while (after !== null);
}

/** The ids of all items of a list, a page at a time. */
async function* idsOf(
  read: (page: PageRequest) => Promise<Page<{ id: string }>>,
): AsyncIterable<string[]> {
  let after: string | null = null;
  do {
    const page: Page<{ id: string }> = await read({
      limit: PAGE_SIZE,
      ...(after !== null && { after }),
    });
    yield page.items.map(({ id }) => id);
    after = page.next;
  } while (after !== null);
}

/** What belongs to each id, read for a page of them at once. */
async function* each<T>(
  pages: AsyncIterable<string[]>,
  read: (id: string) => Promise<T[]>,
): AsyncIterable<T> {
  for await (const ids of pages) yield* (await Promise.all(ids.map(read))).flat();
}

/** What a list named a moment ago. */
function found<T>(result: Result<T, Failure>): T {
  return unwrap(result);
}
