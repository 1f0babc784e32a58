/** Where a request goes: its pathname for the router, and its URL only where that takes more than reading. */

/** A path that the URL parser leaves as it is, if neither `//` nor a dot segment is in it. */
const PLAIN_URL = /^https?:\/\/[^/?#@\\]+(\/[\w\-./~!$&()*+,;=:@%]*)(?:$|\?)/;
const FOLDABLE = /\/\/|\/\.|\/%2e/i;

/** The place that a request asks for. */
export interface Location {
  /** Percent-encoded, with repeated slashes folded. */
  pathname: string;
  /** The URL, where it had to be parsed; else `null`. */
  url: URL | null;
}

/**
 * Finds out where a request goes. Most URLs are read without being parsed: a handler that doesn't ask for `ctx.url`
 * doesn't pay for it.
 */
export function locate(req: Request, trustProxy: boolean): Location {
  if (!trustProxy) {
    const plain = PLAIN_URL.exec(req.url);
    if (plain !== null && !FOLDABLE.test(plain[1]!)) {
      return { pathname: plain[1]!, url: null };
    }
  }
  const url = new URL(req.url);
  if (url.pathname.includes("//")) {
    url.pathname = url.pathname.replaceAll(/\/+/g, "/");
  }
  if (trustProxy) applyForwarded(url, req.headers);
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
