/** Serving an app with `Deno.serve()`. */

/** What `app.listen()` accepts: the options of `Deno.serve()` for TCP, and TLS. */
export type ListenOptions =
  & Partial<Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem>
  & {
    /** The address under which others reach the server; shown beside the local one. */
    remoteAddress?: string;
  };

type Handler = (req: Request, info: Deno.ServeHandlerInfo) => Promise<Response>;

const FIRST_PORT = 8000;
const LAST_PORT = 8019;

/** Starts to serve. Without a port it takes the first free one of 8000 to 8019. */
export function listen(
  handler: Handler,
  { basePath, options }: { basePath: string; options: ListenOptions },
): Deno.HttpServer {
  const full = {
    ...options,
    onListen: options.onListen ??
      ((address) => announce(address, basePath, options)),
  };
  return options.port === undefined ? serveOnFreePort(full, handler) : Deno.serve(full, handler);
}

function serveOnFreePort(options: ListenOptions, handler: Handler): Deno.HttpServer {
  for (let port = FIRST_PORT;; port++) {
    try {
      return Deno.serve({ ...options, port }, handler);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse) || port === LAST_PORT) {
        throw error;
      }
    }
  }
}

function announce(address: Deno.NetAddr, basePath: string, options: ListenOptions): void {
  const protocol = options.key && options.cert ? "https:" : "http:";
  const isAnyAddress = address.hostname === "0.0.0.0" ||
    address.hostname === "::";
  const host = address.hostname.includes(":") ? `[${address.hostname}]` : address.hostname;
  const url = (hostname: string) => `${protocol}//${hostname}:${address.port}${basePath}/`;

  console.log("\n  Fresh is ready\n");
  console.log(`    Local:   ${url(isAnyAddress ? "localhost" : host)}`);
  if (options.remoteAddress) {
    console.log(`    Remote:  ${options.remoteAddress}`);
  }
  console.log();
}
