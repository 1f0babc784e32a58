/** A server of a test's own on loopback, which remembers what it was asked. */

/** A server that runs. */
export interface HttpPeer extends AsyncDisposable {
  /** Origin, without a slash at its end. */
  url: string;
  /** Host and port, as `PRIVATE_HOSTS` names them. */
  host: string;
  /** Method and path with query of each request, in order. */
  requests: string[];
}

/** Serves until it is disposed of; answers 200 without a body unless told. */
export function servePeer(
  handler: (request: Request) => Response | Promise<Response> = () => new Response(null),
): HttpPeer {
  const requests: string[] = [];
  const abort = new AbortController();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, signal: abort.signal, onListen: () => {} },
    (request) => {
      const { pathname, search } = new URL(request.url);
      requests.push(`${request.method} ${pathname}${search}`);
      return handler(request);
    },
  );
  const host = `127.0.0.1:${server.addr.port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await server.finished;
    },
  };
}
