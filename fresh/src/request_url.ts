/** Where a request goes: its pathname for the router, and its URL only where that takes more than reading. */

/** The place that a request asks for. */
export interface Location {
  /** Percent-encoded, with repeated slashes folded. */
  pathname: string;
  /** The URL, where it had to be parsed; else `null`. */
  url: URL | null;
}

/** An origin whose spelling leaves no doubt about where the path begins. */
const PLAIN_ORIGIN = /^https?:\/\/[\w.\-:[\]]+\/$/;

/** What the URL parser would change in a path, or what has to be folded. */
const NOT_PLAIN_PATH = /[^\w\-./~!$&()*+,;=:@%]|\/[/.]|\/%2e/i;

/**
 * Makes the function that finds out where a request goes. Most URLs are read without being parsed: a handler that
 * doesn't ask for `ctx.url` doesn't pay for it. What is read is what parsing would give. A request that goes nowhere,
 * because its `Host` is none, gives `null`.
 */
export function makeLocator(trustProxy: boolean): (req: Request) => Location | null {
  if (trustProxy) {
    return (req) => {
      const url = urlTextOf(req);
      return url === null ? null : parseLocation(url, req.headers);
    };
  }

  // Requests mostly name the same host, so its part of the URL is looked at once
  let knownOrigin = "\0";
  return (req) => {
    const url = urlTextOf(req);
    if (url === null) return null;
    if (!url.startsWith(knownOrigin)) {
      const origin = url.slice(0, url.indexOf("/", "https://".length) + 1);
      if (!PLAIN_ORIGIN.test(origin) || !URL.canParse(origin)) return parseLocation(url, null);
      knownOrigin = origin;
    }
    const start = knownOrigin.length - 1;
    const end = url.indexOf("?", start);
    const pathname = end < 0 ? url.slice(start) : url.slice(start, end);
    if (NOT_PLAIN_PATH.test(pathname)) return parseLocation(url, null);
    return { pathname, url: null };
  };
}

/** Deno puts the URL together when it is asked for, and throws where the `Host` header doesn't make one. */
function urlTextOf(req: Request): string | null {
  try {
    return req.url;
  } catch {
    return null;
  }
}

/** Parses; with the headers of a proxy, the URL is what the visitor sees. */
function parseLocation(text: string, proxied: Headers | null): Location | null {
  const url = URL.parse(text);
  if (url === null) return null;
  if (url.pathname.includes("//")) url.pathname = url.pathname.replaceAll(/\/+/g, "/");
  if (proxied !== null) applyForwarded(url, proxied);
  return { pathname: url.pathname, url };
}

/** Takes the protocol and host that the visitor sees from the headers of a proxy; the first one of a list counts. */
function applyForwarded(url: URL, headers: Headers): void {
  const protocol = firstOf(headers.get("x-forwarded-proto"));
  if (protocol !== null) url.protocol = `${protocol}:`;
  const host = firstOf(headers.get("x-forwarded-host"));
  if (host === null) return;
  // A host without a port means the protocol's own, which setting the host alone would not do
  url.port = "";
  url.host = host;
}

function firstOf(header: string | null): string | null {
  const first = header?.split(",", 1)[0]?.trim();
  return first ? first : null;
}
