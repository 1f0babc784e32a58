import { expect } from "expect";
import fc from "fast-check";
import { App, HttpError } from "../src/mod.ts";
import { makeLocator } from "../src/request_url.ts";
import { ask, read, withQuietConsole } from "./request.ts";

interface Trail {
  trail: string[];
}

/** A middleware that leaves its mark. */
function mark(name: string) {
  return (ctx: { state: Trail; next(): Promise<Response> }) => {
    (ctx.state.trail ??= []).push(name);
    return ctx.next();
  };
}

const showTrail = (ctx: { state: Trail }) => new Response((ctx.state.trail ?? []).join(" "));

Deno.test("a route has the middlewares that were registered before it", async () => {
  const get = ask(
    new App<Trail>().use(mark("one")).get("/a", showTrail).use(mark("two")).get("/b", showTrail),
  );
  expect(await read(get("/a"))).toEqual([200, "one"]);
  expect(await read(get("/b"))).toEqual([200, "one two"]);
});

Deno.test("use() with a path covers the path and what lies below, by whole segments", async () => {
  const get = ask(
    new App<Trail>()
      .use("/admin", mark("admin"))
      .use("/admin/users", mark("users"))
      .get("/admin", showTrail)
      .get("/admin/users/:id", showTrail)
      .get("/administrators", showTrail),
  );
  expect(await read(get("/admin"))).toEqual([200, "admin"]);
  expect(await read(get("/admin/users/7"))).toEqual([200, "admin users"]);
  expect(await read(get("/administrators"))).toEqual([200, ""]);
});

Deno.test("use() with a wildcard covers only routes with that very segment", async () => {
  const get = ask(
    new App<Trail>().use("/a/*", mark("star")).get("/a/b", showTrail).get("/a/*", showTrail),
  );
  expect(await read(get("/a/b"))).toEqual([200, ""]);
  expect(await read(get("/a/c"))).toEqual([200, "star"]);
});

Deno.test("each method has its own handler, and all() has every one", async () => {
  const app = new App().all("/all", (ctx) => new Response(ctx.req.method));
  const methods = ["get", "post", "put", "patch", "delete"] as const;
  for (const method of methods) app[method]("/one", () => new Response(method));

  const send = ask(app);
  for (const method of methods) {
    expect(await read(send("/one", { method: method.toUpperCase() }))).toEqual([200, method]);
    expect((await send("/all", { method: method.toUpperCase() })).status).toBe(200);
  }
});

Deno.test("a method that a path doesn't have is answered with 405 and the ones that it has", async () => {
  const send = ask(new App().get("/a", () => new Response("a")).post("/a", () => new Response()));

  const refused = await send("/a", { method: "DELETE" });
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);

  const options = await send("/a", { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
});

Deno.test("HEAD is answered by GET without the body, and by its own handler first", async () => {
  const send = ask(
    new App()
      .get("/a", () => new Response("body", { headers: { "x-from": "get" } }))
      .get("/b", () => new Response("body"))
      .head("/b", () => new Response(null, { headers: { "x-from": "head" } })),
  );
  const a = await send("/a", { method: "HEAD" });
  expect([a.status, a.headers.get("x-from"), await a.text()]).toEqual([200, "get", ""]);
  const b = await send("/b", { method: "HEAD" });
  expect(b.headers.get("x-from")).toBe("head");
});

Deno.test("HEAD of an error has no body either", async () => {
  const send = ask(new App());
  expect(await read(send("/nowhere", { method: "HEAD" }))).toEqual([404, ""]);
});

Deno.test("HEAD cancels a body that is being made", async () => {
  let isCancelled = false;
  const body = new ReadableStream({ cancel: () => void (isCancelled = true) });
  const send = ask(new App().get("/", () => new Response(body)));
  await send("/", { method: "HEAD" });
  expect(isCancelled).toBe(true);
});

Deno.test("an unmatched request runs the root middlewares, which see the 404 thrown", async () => {
  let seen: unknown;
  const app = new App()
    .use(async (ctx) => {
      try {
        return await ctx.next();
      } catch (error) {
        seen = error;
        return new Response("caught", { status: 404 });
      }
    })
    .use("/a", () => new Response("not for this path"));

  expect(await read(ask(app)("/a/b"))).toEqual([404, "caught"]);
  expect(seen).toBeInstanceOf(HttpError);
  expect((seen as HttpError).status).toBe(404);
});

Deno.test("middlewares, handlers and routes may be lazy, and are loaded once", async () => {
  let loads = 0;
  const lazily = <T>(value: T) => () => (loads++, Promise.resolve(value));
  const get = ask(
    new App<Trail>()
      .use(lazily(mark("lazy")))
      .get("/a", lazily(showTrail))
      .route("/b", lazily({ handler: showTrail })),
  );
  for (let i = 0; i < 2; i++) {
    expect(await read(get("/a"))).toEqual([200, "lazy"]);
    expect(await read(get("/b"))).toEqual([200, "lazy"]);
  }
  expect(loads).toBe(4); // "/a" and "/b" each have a link of their own for the middleware
});

Deno.test("a base path goes before every route", async () => {
  const get = ask(
    new App({ basePath: "/shop" }).get("/", () => new Response("home")).get(
      "/:id",
      (ctx) => ctx.text(ctx.params["id"]!),
    ),
  );
  expect(await read(get("/shop"))).toEqual([200, "home"]);
  expect(await read(get("/shop/7"))).toEqual([200, "7"]);
  expect((await get("/")).status).toBe(404);
});

Deno.test("mountApp() puts routes, middlewares and error pages below a path", async () => {
  const inner = new App<Trail>()
    .use(mark("inner"))
    .get("/", showTrail)
    .get("/fail", () => {
      throw new HttpError(418);
    })
    .onError("/", () => new Response("inner error"));
  const get = ask(
    new App<Trail>().use(mark("outer")).get("/", showTrail).mountApp("/in", inner),
  );
  expect(await read(get("/"))).toEqual([200, "outer"]);
  expect(await read(get("/in"))).toEqual([200, "outer inner"]);
  expect((await get("/in/fail")).status).toBe(418); // registered before its error page
});

Deno.test("mountApp() counts the inner app's base path", async () => {
  const inner = new App({ basePath: "/v1" }).get("/a", () => new Response("a"));
  const get = ask(new App().mountApp("/api", inner));
  expect((await get("/api/v1/a")).status).toBe(200);
  expect((await get("/api/a")).status).toBe(404);
});

Deno.test("ctx.next() rejects rather than throws, also where nothing follows", async () => {
  const app = new App().use((ctx) =>
    ctx.next().catch((error) => new Response(`caught ${error.status}`))
  );
  expect(await read(ask(app)("/"))).toEqual([200, "caught 404"]);
});

Deno.test("concurrent requests don't see each other's state", async () => {
  const app = new App<{ id: string }>()
    .use(async (ctx) => {
      ctx.state.id = ctx.url.searchParams.get("id")!;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      return await ctx.next();
    })
    .get("/", (ctx) => new Response(ctx.state.id));
  const get = ask(app);
  const ids = Array.from({ length: 50 }, (_, i) => String(i));
  const answers = await Promise.all(ids.map((id) => get(`/?id=${id}`).then((r) => r.text())));
  expect(answers).toEqual(ids);
});

Deno.test("repeated slashes in the path are folded", async () => {
  const get = ask(new App().get("/a/b", (ctx) => new Response(ctx.url.pathname)));
  expect(await read(get("http://localhost//a///b"))).toEqual([200, "/a/b"]);
});

Deno.test("forwarded protocol and host count only behind a trusted proxy", async () => {
  const headers = { "x-forwarded-proto": "https, http", "x-forwarded-host": "shop.example" };
  const urlOf = async (trustProxy: boolean) => {
    const handler = new App({ trustProxy }).get("/", (ctx) => ctx.text(ctx.url.href)).handler();
    return await (await handler(new Request("http://localhost:8000/", { headers }))).text();
  };
  expect(await urlOf(true)).toBe("https://shop.example/");
  expect(await urlOf(false)).toBe("http://localhost:8000/");
});

Deno.test("the path that is routed is always the one that the URL parser gives", () => {
  const part = fc.constantFrom(
    "a",
    "/",
    "//",
    ".",
    "..",
    "%2e",
    "%2E",
    "?",
    "#",
    "@",
    "\\",
    ":",
    "ü",
    " ",
    "%",
    "'",
    "[",
    "x.y",
    "&=",
  );
  const host = fc.constantFrom(
    "http://h",
    "http://h:80",
    "https://h",
    "http://[::1]",
    "http://a#b",
    "http://a?b",
    "http://u@h",
    "http://a\\b",
  );
  const locate = makeLocator(false);
  fc.assert(
    fc.property(host, fc.array(part, { maxLength: 6 }), (origin, parts) => {
      const url = `${origin}/${parts.join("")}`;
      const expected = new URL(url).pathname.replaceAll(/\/+/g, "/");
      // What `Deno.serve()` gives need not be normalised, unlike the URL of a `Request` made here
      expect(locate({ url } as Request)?.pathname).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("app.config has the defaults filled in", () => {
  expect(new App().config).toEqual({
    root: ".",
    basePath: "",
    mode: "production",
    trustProxy: false,
  });
});

Deno.test("listen() serves on the port that it is given", async () => {
  const { promise, resolve } = Promise.withResolvers<Deno.NetAddr>();
  const stop = new AbortController();
  await new App().get("/", (ctx) => ctx.json(ctx.info.remoteAddr)).listen({
    port: 0,
    hostname: "127.0.0.1",
    signal: stop.signal,
    onListen: resolve,
  });
  const { port } = await promise;
  const answer = await (await fetch(`http://127.0.0.1:${port}/`)).json();
  stop.abort();
  expect(answer.hostname).toBe("127.0.0.1");
  expect(answer.port).not.toBe(1234);
});

for (const host of ["a b<>", "a:99999", "[::1", "a%zz", "999.999.999.999"]) {
  Deno.test(`a request with the Host "${host}" is answered with 400, without a word in the log`, async () => {
    for (const trustProxy of [false, true]) {
      const app = new App({ trustProxy }).use((ctx) => new Response(ctx.url.href));
      await using server = Deno.serve(
        { port: 0, hostname: "127.0.0.1", onListen() {} },
        app.handler(),
      );
      using connection = await Deno.connect({ port: server.addr.port });
      let answer = "";
      const calls = await withQuietConsole(async () => {
        await connection.write(
          new TextEncoder().encode(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
        );
        const bytes = new Uint8Array(4096);
        for (let n = await connection.read(bytes); n !== null; n = await connection.read(bytes)) {
          answer += new TextDecoder().decode(bytes.subarray(0, n));
        }
      });
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*\r\n\r\nBad Request$/);
      expect(calls).toEqual([]);
    }
  });
}
