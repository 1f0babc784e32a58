import { expect } from "expect";
import { App, page } from "../src/mod.ts";
import { ask, read, withQuietConsole } from "./request.ts";

async function bodyOf(response: Promise<Response>): Promise<string> {
  const [, html] = await read(response);
  return /<body>(.*)<\/body>/s.exec(html)![1]!;
}

Deno.test("a page without document elements becomes a whole document", async () => {
  const response = await ask(new App().get("/", (ctx) => ctx.render(<h1>Hi</h1>)))("/");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const html = await response.text();
  expect(html).toMatch(/^<!DOCTYPE html><html><head>.*<\/head><body><h1>Hi<\/h1><\/body><\/html>$/);
  expect(html).not.toContain("<script");
});

Deno.test("layouts wrap a page from inner to outer, then the app wrapper", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <html>
        <head />
        <body>
          <Component />
        </body>
      </html>
    ))
    .layout("/", ({ Component }) => (
      <div>
        <Component />
      </div>
    ))
    .layout("/a", ({ Component }) => (
      <main>
        <Component />
      </main>
    ))
    .get("/a/b", (ctx) => ctx.render(<i />))
    .get("/c", (ctx) => ctx.render(<i />));
  const get = ask(app);
  expect(await bodyOf(get("/a/b"))).toBe("<div><main><i></i></main></div>");
  expect(await bodyOf(get("/c"))).toBe("<div><i></i></div>");
});

Deno.test("a layout or page can leave out what stands above it", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <body>
        <b>app</b>
        <Component />
      </body>
    ))
    .layout("/", ({ Component }) => (
      <div>
        <Component />
      </div>
    ))
    .layout("/alone", ({ Component }) => (
      <main>
        <Component />
      </main>
    ), {
      skipInheritedLayouts: true,
      skipAppWrapper: true,
    })
    .get("/alone/a", (ctx) => ctx.render(<i />))
    .get(
      "/bare",
      (ctx) => ctx.render(<i />, {}, { skipInheritedLayouts: true, skipAppWrapper: true }),
    )
    .route("/page", { component: () => <i />, config: { skipAppWrapper: true } })
    .get("/full", (ctx) => ctx.render(<i />));
  const get = ask(app);
  expect(await bodyOf(get("/alone/a"))).toBe("<main><i></i></main>");
  expect(await bodyOf(get("/bare"))).toBe("<i></i>");
  expect(await bodyOf(get("/page"))).toBe("<div><i></i></div>");
  expect(await bodyOf(get("/full"))).toBe("<b>app</b><div><i></i></div>");
});

Deno.test("async components are awaited, in pages, layouts and the app wrapper", async () => {
  const later = () => new Promise((resolve) => setTimeout(resolve, 1));
  const app = new App()
    .appWrapper(async ({ Component }) => {
      await later();
      return (
        <body>
          <Component />
        </body>
      );
    })
    .layout("/", async (ctx) => {
      await later();
      return (
        <div>
          <ctx.Component />
        </div>
      );
    })
    .route("/", {
      component: async () => {
        await later();
        return <i />;
      },
    });
  expect(await bodyOf(ask(app)("/"))).toBe("<div><i></i></div>");
});

Deno.test("a component that answers with a Response ends the rendering", async () => {
  const answer = (text: string) => () => Promise.resolve(new Response(text, { status: 202 }));
  const asyncAnswer = (text: string) => async () => await answer(text)();
  const app = new App()
    .route("/page", { component: asyncAnswer("page") })
    .layout("/layout", asyncAnswer("layout"))
    .get("/layout/a", (ctx) => ctx.render(<i />));
  const get = ask(app);
  expect(await read(get("/page"))).toEqual([202, "page"]);
  expect(await read(get("/layout/a"))).toEqual([202, "layout"]);
});

Deno.test("components get the request, the state and their data as props", async () => {
  const app = new App<{ user: string }>()
    .use((ctx) => {
      ctx.state.user = "ada";
      return ctx.next();
    })
    .route("/:id", {
      handler: () => page({ n: 1 }),
      component: ({ data, params, state, url, route, isPartial, error }) => (
        <p>
          {JSON.stringify([data, { ...params }, state, url.search, route, isPartial, error])}
        </p>
      ),
    });
  const html = await bodyOf(ask(app)("/7?q"));
  expect(JSON.parse(html.slice(3, -4).replaceAll("&quot;", '"'))).toEqual(
    [{ n: 1 }, { id: "7" }, { user: "ada" }, "?q", "/:id", false, null],
  );
});

Deno.test("page() sets status and headers, and render() takes them as init", async () => {
  const app = new App()
    .route("/a", {
      handler: () => page(null, { status: 201, headers: { "x-a": "1" } }),
      component: () => <i />,
    })
    .get(
      "/b",
      (ctx) =>
        ctx.render(<i />, { status: 202, headers: { "x-b": "2", "content-type": "text/plain" } }),
    );
  const get = ask(app);
  const a = await get("/a");
  expect([a.status, a.headers.get("x-a")]).toEqual([201, "1"]);
  const b = await get("/b");
  expect([b.status, b.headers.get("x-b"), b.headers.get("content-type")]).toEqual(
    [202, "2", "text/html; charset=utf-8"],
  );
});

Deno.test("render() leaves the headers that it is given as they are", async () => {
  const headers = new Headers({ "x-a": "1" });
  await ask(new App().get("/", (ctx) => ctx.render(<i />, { headers })))("/");
  expect([...headers]).toEqual([["x-a", "1"]]);
});

Deno.test("render() refuses what isn't an element", async () => {
  // deno-lint-ignore no-explicit-any -- wrong on purpose
  const wrong = (ctx: any) => ctx.render("text");
  // deno-lint-ignore no-explicit-any -- wrong on purpose
  const nothing = (ctx: any) => ctx.render();
  const get = ask(new App().get("/a", wrong).get("/b", nothing));
  await withQuietConsole(async () => {
    expect((await get("/a")).status).toBe(500);
    expect((await get("/b")).status).toBe(500);
  });
});

Deno.test("a component beside handlers by method gets a GET, and other methods are 405", async () => {
  const app = new App().route("/", {
    handler: { POST: () => new Response("posted") },
    component: () => <i />,
  });
  const send = ask(app);
  expect(await bodyOf(send("/"))).toBe("<i></i>");
  expect(await read(send("/", { method: "POST" }))).toEqual([200, "posted"]);
  const put = await send("/", { method: "PUT" });
  expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
});

Deno.test("a middleware that renders after next() has its own layouts, not the route's", async () => {
  const app = new App()
    .layout("/", ({ Component }) => (
      <div>
        <Component />
      </div>
    ))
    .use(async (ctx) => {
      await ctx.next();
      return ctx.render(<i />);
    })
    .layout("/a", ({ Component }) => (
      <main>
        <Component />
      </main>
    ))
    .get("/a/b", (ctx) => ctx.render(<b />))
    .get("/a/c", () => new Response());
  expect(await bodyOf(ask(app)("/a/b"))).toBe("<div><i></i></div>");
  expect(await bodyOf(ask(app)("/a/c"))).toBe("<div><i></i></div>");
});

Deno.test("a route's stylesheets are linked in the head", async () => {
  const app = new App().route("/", { component: () => <i />, css: ["/a.css"] });
  const html = await (await ask(app)("/")).text();
  expect(html).toMatch(/<head>.*<link rel="stylesheet" href="\/a\.css[^>]*>.*<\/head>/);
});
