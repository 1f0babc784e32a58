/**
 * Customers and staff who go on working while the server dies under them: each purchase is placed, paid and handed over
 * by forms over HTTP. What was answered counts as acknowledged; what wasn't is sent again, unchanged, to the next server.
 */
import { PASSWORD } from "@/tests/helpers/people.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";

/** How far a purchase has come, as far as its customer and the staff were told. */
export interface Purchase {
  hostname: string;
  step: "order" | "pay" | "hand_over" | "done";
  /** Each step's tries, over all servers. */
  tries: number;
  invoiceId: string | null;
  orderId: string | null;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Who buys, who sells, and what. */
export interface Market {
  form: Fields;
  total: Money;
  customerCookie: string;
  staffCookie: string;
  today: string;
}

/** Begins purchases and takes unfinished ones further until `signal` aborts. */
export async function runBuyers(
  market: Market,
  purchases: Purchase[],
  { parallel, onAnswer, ...server }: {
    url: string;
    signal: AbortSignal;
    parallel: number;
    /** Called whenever a step was acknowledged. */
    onAnswer: () => void;
  },
): Promise<void> {
  const unfinished = purchases.filter(({ step }) => step !== "done");
  async function buy(): Promise<void> {
    while (!server.signal.aborted) {
      const purchase = unfinished.shift() ?? begin(purchases);
      try {
        while (purchase.step !== "done") {
          await takeStep(market, purchase, server);
          onAnswer();
        }
      } catch (error) {
        // The server died: who was talking to it goes on with the next one.
        if (server.signal.aborted || error instanceof ConnectionLost) return;
        throw error;
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, buy));
}

class ConnectionLost extends Error {}

function begin(purchases: Purchase[]): Purchase {
  const hostname = `host-${purchases.length}.example.com`;
  const purchase: Purchase = { hostname, step: "order", tries: 0, invoiceId: null, orderId: null };
  purchases.push(purchase);
  return purchase;
}

/** The proof that payments ask for: it counts for less time than a long run takes. */
export async function confirmStaff(market: Market, url: string): Promise<void> {
  const fields = { password: PASSWORD };
  const request = { path: "/admin/confirm", cookie: market.staffCookie, fields };
  await post({ url, signal: AbortSignal.timeout(30_000) }, request);
}

async function takeStep(
  market: Market,
  purchase: Purchase,
  server: { url: string; signal: AbortSignal },
): Promise<void> {
  purchase.tries++;
  switch (purchase.step) {
    case "order": {
      const { location } = await post(server, {
        path: "/dashboard/order",
        cookie: market.customerCookie,
        fields: { ...market.form, hostname: purchase.hostname },
      });
      purchase.invoiceId = /inv_\w+/.exec(location)![0];
      purchase.step = "pay";
      break;
    }
    case "pay": {
      purchase.orderId ??= await findOrder(market, purchase, server);
      await post(server, {
        path: `/admin/orders/${purchase.orderId}`,
        cookie: market.staffCookie,
        fields: {
          action: "record_payment",
          amount: toDecimal(market.total),
          currency: market.total.currency,
          method: "bank_transfer",
          reference: `TX ${purchase.hostname}`,
          received_on: market.today,
        },
        isRepeat: purchase.tries > 1,
      });
      purchase.step = "hand_over";
      break;
    }
    case "hand_over": {
      await post(server, {
        path: `/admin/orders/${purchase.orderId}`,
        cookie: market.staffCookie,
        fields: {
          action: "activate",
          ip: "192.0.2.10",
          hostname: purchase.hostname,
          username: "root",
          password: `secret of ${purchase.hostname}`,
          port: "22",
          panel_url: "",
          notes: "",
        },
        isRepeat: purchase.tries > 1,
      });
      purchase.step = "done";
    }
  }
  purchase.tries = 0;
}

/**
 * Posts a form. A 303 acknowledges it; so does, for one that was sent before, the answer that it was done already.
 *
 * @throws TypeError if the connection broke, Error for any other answer.
 */
async function post(
  { url, signal }: { url: string; signal: AbortSignal },
  request: {
    path: string;
    cookie: string;
    fields: Fields;
    isRepeat?: boolean;
  },
): Promise<{ location: string }> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(request.fields)) {
    if (typeof value === "string") body.append(name, value);
    else for (const each of value) body.append(`${name}[]`, each);
  }
  const { status, location, text } = await send(url + request.path, {
    method: "POST",
    body,
    headers: { cookie: request.cookie, origin: url },
    signal,
  });
  const isDone = status === 303 && !/^\/(login|admin\/confirm)/.test(location) ||
    request.isRepeat === true && [404, 409, 422].includes(status);
  if (!isDone) {
    throw new Error(`POST ${request.path}: ${status} ${location}\n${text.slice(0, 4000)}`);
  }
  return { location };
}

async function findOrder(
  market: Market,
  purchase: Purchase,
  { url, signal }: { url: string; signal: AbortSignal },
): Promise<string> {
  const { status, text } = await send(`${url}/admin/invoices/${purchase.invoiceId}`, {
    headers: { cookie: market.staffCookie },
    signal,
  });
  const id = /\/admin\/orders\/(ord_\w+)/.exec(text)?.[1];
  if (!id) {
    throw new Error(`no order on the page of invoice ${purchase.invoiceId}: ${status}`);
  }
  return id;
}

/** One request and the whole of its answer. */
async function send(
  url: string,
  init: RequestInit,
): Promise<{ status: number; location: string; text: string }> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...init, redirect: "manual" });
    text = await response.text();
  } catch (cause) {
    throw new ConnectionLost(`the connection to ${url} broke`, { cause });
  }
  return { status: response.status, location: response.headers.get("location") ?? "", text };
}
