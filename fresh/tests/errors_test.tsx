import { expect } from "expect";
import { setErrorInterceptor } from "../src/app.ts";
import { App, type Context, HttpError, type PageProps } from "../src/mod.ts";
import { ask, read, withQuietConsole } from "./request.ts";

function fail(status: 401 | 404 | 418 | 500, message?: string) {
  return () => {
    throw new HttpError(status, message);
  };
}

Deno.test("an HttpError is answered with its message or its status' text", async () => {
  const get = ask(new App().get("/a", fail(418)).get("/b", fail(401, "Log in first")));
  expect(await read(get("/a"))).toEqual([418, "I'm a teapot"]);
  expect(await read(get("/b"))).toEqual([401, "Log in first"]);
  expect(await read(get("/c"))).toEqual([404, "Not Found"]);
});

Deno.test("any other error is logged and tells the visitor nothing", async () => {
  const error = new Error("the password is 1234");
  const get = ask(
    new App().get("/", () => {
      throw error;
    }),
  );
  const logged = await withQuietConsole(async () => {
    expect(await read(get("/"))).toEqual([500, "Internal server error"]);
  });
  expect(logged).toEqual([[error]]);
});

Deno.test("an HttpError of the server is logged, one of the client isn't", async () => {
  const get = ask(new App().get("/500", fail(500)).get("/401", fail(401)));
  const logged = await withQuietConsole(async () => {
    await get("/500");
    await get("/401");
  });
  expect(logged.length).toBe(1);
});

Deno.test("what isn't a Response is a server error", async () => {
  const get = ask(new App().get("/", () => "text" as unknown as Response));
  const logged = await withQuietConsole(async () => {
    expect((await get("/")).status).toBe(500);
  });
  expect(String(logged[0]![0])).toContain("text");
});

Deno.test("the innermost error page answers, with its segment's layouts and the error's status", async () => {
  const app = new App()
    .layout("/", ({ Component }) => (
      <div id="outer">
        <Component />
      </div>
    ))
    .layout("/a", ({ Component }) => (
      <div id="inner">
        <Component />
      </div>
    ))
    .onError("/", { component: () => <p>outer error</p> })
    .onError("/a", { component: ({ error }) => <p>{(error as HttpError).message}</p> })
    .get("/a/b/c", fail(418, "tea"))
    .get("/x", fail(401));
  const get = ask(app);

  const [status, html] = await read(get("/a/b/c"));
  expect(status).toBe(418);
  expect(html).toContain('<div id="outer"><div id="inner"><p>tea</p></div></div>');
  const [outerStatus, outerHtml] = await read(get("/x"));
  expect(outerStatus).toBe(401);
  expect(outerHtml).toContain('<div id="outer"><p>outer error</p></div>');
});

Deno.test("a 404 goes to notFound() before any error page, wherever it comes from", async () => {
  const app = new App()
    .onError("/", () => new Response("error page"))
    .get("/a", fail(404))
    .get("/b", fail(401))
    .notFound((ctx) => new Response(`nothing at ${ctx.url.pathname}`, { status: 404 }));
  const get = ask(app);
  expect(await read(get("/a"))).toEqual([404, "nothing at /a"]);
  expect(await read(get("/nowhere"))).toEqual([404, "nothing at /nowhere"]);
  expect(await read(get("/b"))).toEqual([200, "error page"]);
});

Deno.test("a notFound() route is answered with status 404 and the app wrapper", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <html>
        <head />
        <body>
          <Component />
        </body>
      </html>
    ))
    .notFound({ component: ({ url }: PageProps) => <h1>{url.pathname}</h1> });
  const [status, html] = await read(ask(app)("/gone"));
  expect(status).toBe(404);
  expect(html).toContain("<body><h1>/gone</h1></body>");
});

Deno.test("without notFound() a 404 goes to the error page", async () => {
  const app = new App().onError("/", { component: () => <p>error page</p> });
  const [status, html] = await read(ask(app)("/nowhere"));
  expect([status, html.includes("error page")]).toEqual([404, true]);
});

Deno.test("a wrong method goes to the error page, and keeps its Allow header", async () => {
  const app = new App()
    .onError("/", { component: () => <p>error page</p> })
    .get("/a", () => new Response());
  const response = await ask(app)("/a", { method: "POST" });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  expect(await response.text()).toContain("error page");
});

Deno.test("onError() with a function answers with the function's own status", async () => {
  const app = new App()
    .onError("/", (ctx) => ctx.render(<p>{String(ctx.error)}</p>))
    .get("/", () => {
      throw new Error("broken");
    });
  const [status, html] = await read(ask(app)("/"));
  expect([status, html.includes("Error: broken")]).toEqual([200, true]);
});

Deno.test("an error in an error page goes to the one around it", async () => {
  const app = new App()
    .onError("/", (ctx) => new Response((ctx.error as Error).message, { status: 500 }))
    .onError("/a", () => {
      throw new Error("second");
    })
    .get("/a/b", () => {
      throw new Error("first");
    });
  expect(await read(ask(app)("/a/b"))).toEqual([500, "second"]);
});

Deno.test("what was thrown is ctx.error, also for middlewares after next()", async () => {
  const seen: unknown[] = [];
  const error = new HttpError(418);
  const app = new App()
    .use(async (ctx) => {
      seen.push(ctx.error);
      await ctx.next().catch(() => {});
      seen.push(ctx.error);
      return new Response();
    })
    .get("/", () => {
      throw error;
    });
  await ask(app)("/");
  expect(seen).toEqual([null, error]);
});

Deno.test("an error interceptor hears of each error once", async () => {
  const heard: unknown[] = [];
  const pass = (ctx: Context<unknown>) => ctx.next();
  const app = new App()
    .use(pass, async (ctx) => await ctx.next())
    .layout("/", () => null)
    .get("/", fail(418));
  setErrorInterceptor(app, (error) => heard.push((error as HttpError).status));
  const get = ask(app);
  await get("/");
  await get("/nowhere");
  expect(heard).toEqual([418, 404]);
});

Deno.test("an error page with handlers by method answers any method", async () => {
  const app = new App()
    .onError("/", { handler: { GET: () => new Response("error page", { status: 400 }) } })
    .post("/", fail(418));
  expect(await read(ask(app)("/", { method: "POST" }))).toEqual([400, "error page"]);
});

Deno.test("HttpError keeps status, message and cause, and the name of its class", () => {
  class Teapot extends HttpError {}
  const cause = new Error("cause");
  const error = new Teapot(418, "tea", { cause });
  expect([error.status, error.message, error.cause, error.name]).toEqual(
    [418, "tea", cause, "Teapot"],
  );
});
