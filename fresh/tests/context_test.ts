import { expect } from "expect";
import { App, type Context } from "../src/mod.ts";
import { ask, read } from "./request.ts";

function answer(handler: (ctx: Context<unknown>) => Response, path = "/"): Promise<Response> {
  return ask(new App().get("/*", handler))(path);
}

async function locationOf(address: string, path = "/"): Promise<string | null> {
  return (await answer((ctx) => ctx.redirect(address), path)).headers.get("location");
}

Deno.test("redirect() answers with 302, or the status that it is given", async () => {
  expect((await answer((ctx) => ctx.redirect("/a"))).status).toBe(302);
  expect((await answer((ctx) => ctx.redirect("/a", 303))).status).toBe(303);
});

Deno.test("redirect() never makes another host of a path", async () => {
  for (
    const address of [
      "//evil.example/a",
      "///evil.example/a",
      "/\\evil.example/a",
      "/\t/evil.example/a",
    ]
  ) {
    const location = (await locationOf(address))!;
    expect(new URL(location, "http://localhost").href).toBe("http://localhost/evil.example/a");
  }
});

Deno.test("redirect() leaves queries, fragments and whole URLs alone", async () => {
  for (
    const address of [
      "/",
      "/a?next=//b",
      "/a#//b",
      "https://a.example//b",
      "?x=1",
      "a/b",
      "/a?b#c?d",
    ]
  ) {
    expect(await locationOf(address)).toBe(address);
  }
});

Deno.test("redirect() keeps a request for partials one", async () => {
  expect(await locationOf("/a?b=1#c", "/?fresh-partial=true")).toBe("/a?b=1&fresh-partial=true#c");
  expect(await locationOf("/a", "/?fresh-partial=true")).toBe("/a?fresh-partial=true");
  expect(await locationOf("/a", "/?x=fresh-partial")).toBe("/a");
});

Deno.test("text(), html() and json() set their content type", async () => {
  const typeOf = async (handler: (ctx: Context<unknown>) => Response) =>
    (await answer(handler)).headers.get("content-type");
  expect(await typeOf((ctx) => ctx.text("a"))).toBe("text/plain;charset=UTF-8");
  expect(await typeOf((ctx) => ctx.html("<a>"))).toBe("text/html; charset=utf-8");
  expect(await typeOf((ctx) => ctx.json({}))).toBe("application/json");
  const response = await answer((ctx) => ctx.html("<b>", { status: 201, headers: { a: "b" } }));
  expect([response.status, response.headers.get("a"), await response.text()]).toEqual(
    [201, "b", "<b>"],
  );
});

Deno.test("stream() sends text and bytes of iterables and generator functions", async () => {
  async function* numbers() {
    yield "1";
    await Promise.resolve();
    yield new TextEncoder().encode("2");
  }
  expect(await read(answer((ctx) => ctx.stream(["a", "b"])))).toEqual([200, "ab"]);
  expect(await read(answer((ctx) => ctx.stream(numbers)))).toEqual([200, "12"]);
  expect(await read(answer((ctx) => ctx.stream(numbers(), { status: 206 })))).toEqual([206, "12"]);
});

Deno.test("stream() stops a generator when the client goes away", async () => {
  let isStopped = false;
  async function* endless() {
    try {
      for (;;) yield "x";
    } finally {
      isStopped = true;
    }
  }
  const reader = (await answer((ctx) => ctx.stream(endless))).body!.getReader();
  await reader.read();
  await reader.cancel();
  expect(isStopped).toBe(true);
});

Deno.test("route is the pattern that matched, and null where none did", async () => {
  const routes: (string | null)[] = [];
  const get = ask(
    new App()
      .use((ctx) => {
        routes.push(ctx.route);
        return ctx.next();
      })
      .get("/a", () => new Response())
      .get("/:id", () => new Response()),
  );
  for (const path of ["/a", "/b", "/b/c"]) await get(path);
  expect(routes).toEqual(["/a", "/:id", null]);
});

Deno.test("params of a literal route are empty and have no prototype", async () => {
  let params: Record<string, string> | null = null;
  await ask(new App().get("/", (ctx) => (params = ctx.params, new Response())))("/");
  expect(Object.getPrototypeOf(params)).toBeNull();
  expect(Object.keys(params!)).toEqual([]);
});

Deno.test("isPartial says whether parts of the page are asked for", async () => {
  const isPartial = async (path: string) =>
    (await read(answer((ctx) => ctx.json(ctx.isPartial), path)))[1];
  expect(await isPartial("/?fresh-partial=true")).toBe("true");
  expect(await isPartial("/fresh-partial")).toBe("false");
});
