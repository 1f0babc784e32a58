/**
 * Requests to other people's servers (THREATS 10). Only https, only to public addresses: the name is resolved once, each
 * of its addresses is looked at, and the connection goes to the one that was looked at, so that a name which changes
 * its mind in between leads nowhere. No redirects, no credentials in the URL, limits on time and size.
 *
 * What the operator runs themselves, such as a node in their own network, is named in `PRIVATE_HOSTS`. It is reached
 * only by calls that say `reach: "operator"`, which is for URLs that staff configure, never for those of customers.
 */
import { lookup } from "node:dns/promises";
import { type ClientRequest, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import type { Config } from "./config.ts";
import { isLinkLocal, isPublicAddress } from "./public_address.ts";
import { fail, ok, type Result } from "./result.ts";

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

/** A request that goes out. */
export interface OutgoingRequest {
  url: string;
  method?: "GET" | "POST";
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** `operator` also reaches the hosts of `PRIVATE_HOSTS`; `public` unless told. */
  reach?: "public" | "operator";
  /** For all of it, from the name's look-up to the answer's last byte; ten seconds unless told. */
  timeoutMs?: number;
  /** Of the answer's body; one MiB unless told. */
  maxBytes?: number;
  /** The addresses of a name; the system's resolver unless told. */
  resolve?: (hostname: string) => Promise<string[]>;
}

/** What came back, whatever its status. */
export interface OutgoingAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** The body as UTF-8. */
  text: string;
}

/** Why nothing came back. */
export interface OutgoingError {
  readonly code: "outgoing_failed";
  readonly reason:
    /** Not a URL that may be asked: nothing was sent. */
    | "forbidden_url"
    /** The name leads to an address that isn't public: nothing was sent. */
    | "forbidden_address"
    | "unknown_host"
    | "unreachable"
    | "timeout"
    | "redirect"
    | "too_large";
}

/** Where a request goes, once it is clear that it may. */
interface Target {
  url: URL;
  address: string;
}

/** Sends a request; any answer but a redirect is a success. */
export async function sendOutgoing(
  deps: { config: Pick<Config, "privateHosts"> },
  request: OutgoingRequest,
): Promise<Result<OutgoingAnswer, OutgoingError>> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), request.timeoutMs ?? TIMEOUT_MS);
  const timeout = new Promise<Result<never, OutgoingError>>((resolve) => {
    abort.signal.addEventListener("abort", () => resolve(failed("timeout")));
  });
  try {
    const target = await Promise.race([findTarget(deps.config, request), timeout]);
    if (!target.ok) return target;
    return await Promise.race([exchange(target.value, { request, signal: abort.signal }), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Whether staff may enter this as the URL of a server: https, or http for a host of `PRIVATE_HOSTS`; no credentials, no
 * fragment. Where it leads is looked at with each request.
 */
export function isServerUrl(config: Pick<Config, "privateHosts">, text: string): boolean {
  return parseUrl(text, config.privateHosts) !== null;
}

function parseUrl(text: string, privateHosts: readonly string[]): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username || url.password || url.hash) return null;
  if (url.protocol === "https:") return url;
  return url.protocol === "http:" && isListed(url, privateHosts) ? url : null;
}

/** Names of `PRIVATE_HOSTS` count for all ports unless they name one. */
function isListed(url: URL, privateHosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return privateHosts.includes(url.hostname) || privateHosts.includes(`${url.hostname}:${port}`);
}

async function findTarget(
  config: Pick<Config, "privateHosts">,
  request: OutgoingRequest,
): Promise<Result<Target, OutgoingError>> {
  const privateHosts = request.reach === "operator" ? config.privateHosts : [];
  const url = parseUrl(request.url, privateHosts);
  if (!url) return failed("forbidden_url");
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const addresses = isIP(hostname) ? [hostname] : await resolveName(hostname, request);
  const address = addresses[0];
  if (address === undefined) return failed("unknown_host");
  const isOpen = url.protocol === "http:";
  const mayReach = (ip: string) =>
    isPublicAddress(ip) ? !isOpen : isListed(url, privateHosts) && !isLinkLocal(ip);
  return addresses.every(mayReach) ? ok({ url, address }) : failed("forbidden_address");
}

async function resolveName(hostname: string, { resolve }: OutgoingRequest): Promise<string[]> {
  try {
    if (resolve) return await resolve(hostname);
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function exchange(
  { url, address }: Target,
  { request, signal }: { request: OutgoingRequest; signal: AbortSignal },
): Promise<Result<OutgoingAnswer, OutgoingError>> {
  return new Promise((resolve) => {
    const sent = open({ url, address }, request, (response) => {
      readAnswer(response, request.maxBytes ?? MAX_BYTES).then(
        (answer) => {
          resolve(answer);
          sent.destroy();
        },
        () => resolve(failed("unreachable")),
      );
    });
    sent.on("error", () => resolve(failed("unreachable")));
    signal.addEventListener("abort", () => sent.destroy());
    sent.end(request.body);
  });
}

function open(
  { url, address }: Target,
  { method = "GET", headers }: OutgoingRequest,
  onAnswer: (response: IncomingMessage) => void,
): ClientRequest {
  const family = isIP(address);
  const options = {
    method,
    headers: { "user-agent": "CloudNest", ...headers },
    agent: false as const,
    lookup: (
      _name: string,
      _options: object,
      done: (error: null, addresses: Array<{ address: string; family: number }>) => void,
    ) => done(null, [{ address, family }]),
  };
  return url.protocol === "https:"
    ? httpsRequest(url, options as object, onAnswer)
    : httpRequest(url, options as object, onAnswer);
}

async function readAnswer(
  response: IncomingMessage,
  maxBytes: number,
): Promise<Result<OutgoingAnswer, OutgoingError>> {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) return failed("redirect");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBytes) return failed("too_large");
    chunks.push(chunk);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
  );
  return ok({ status, headers, body, text: new TextDecoder().decode(body) });
}

function failed(reason: OutgoingError["reason"]): Result<never, OutgoingError> {
  return fail({ code: "outgoing_failed", reason });
}
