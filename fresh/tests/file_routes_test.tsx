import { expect } from "expect";
import fc from "fast-check";
import { setBuildCache } from "../src/app.ts";
import { emptyBuildCache } from "../src/build_cache.ts";
import {
  classifyRouteFile,
  compareRouteIds,
  type FsRouteFile,
  type FsRouteModule,
  pathToPattern,
} from "../src/fs_routes.ts";
import { App, HttpError, page } from "../src/mod.ts";
import type { MaybeLazy } from "../src/types.ts";
import { type Ask, ask, read, withQuietConsole } from "./request.ts";

// deno-lint-ignore no-explicit-any -- files of any state
type Files = Record<string, MaybeLazy<FsRouteModule<any>>>;

/** An app with these files as its routes, as a build would give it to the app. */
function askFiles(files: Files, app = new App<unknown>().fsRoutes()): Ask {
  const fsRoutes = Object.entries(files).flatMap(([path, mod]): FsRouteFile<unknown>[] => {
    const info = classifyRouteFile(path);
    return info === null || info === "island" ? [] : [{ ...info, filePath: path, mod }];
  }).sort((a, b) => compareRouteIds(a.id, b.id));
  setBuildCache(app, { ...emptyBuildCache(), fsRoutes }, "production");
  return ask(app);
}

const text = (body: string) => ({ handler: () => new Response(body) });

Deno.test("pathToPattern() turns file paths into URL patterns", () => {
  const cases = {
    index: "/",
    "blog/index": "/blog",
    "blog/[slug]": "/blog/:slug",
    "[user]@[host]": "/:user@:host",
    "[id].json": "/:id.json",
    "[id]x": "/{:id}x",
    "files/[...path]": "/files/:path*",
    "blog/[[page]]": "/blog{/:page}?",
    "[[page]]": "/{:page}?",
    "(shop)/plans": "/plans",
    "(shop)/index": "/",
    "(shop)/[[page]]/(x)/index": "/{:page}?",
  };
  for (const [path, pattern] of Object.entries(cases)) expect(pathToPattern(path)).toBe(pattern);
  expect(pathToPattern("(shop)/plans", { keepGroups: true })).toBe("/(shop)/plans");
});

Deno.test("pathToPattern() refuses names that mean nothing", () => {
  for (const path of ["[a][b]", "a]", "[a", "[a]]", "x-[[a]]", "[[a]]-x", "[]"]) {
    expect(() => pathToPattern(path)).toThrow(SyntaxError);
  }
});

Deno.test("patterns of file names are valid URL patterns", () => {
  const part = fc.constantFrom("a", "b-c", "[x]", "[y].json", "v[z]", "(group)", "[[o]]");
  fc.assert(fc.property(fc.uniqueArray(part, { minLength: 1, maxLength: 4 }), (parts) => {
    new URLPattern({ pathname: pathToPattern(parts.join("/")) });
  }));
});

Deno.test("classifyRouteFile() tells routes, special files, islands and what is neither", () => {
  const typeOf = (path: string) => {
    const info = classifyRouteFile(path);
    return info === null || info === "island" ? info : info.type;
  };
  expect(typeOf("index.tsx")).toBe("route");
  expect(typeOf("_app.tsx")).toBe("app");
  expect(typeOf("a/_layout.tsx")).toBe("layout");
  expect(typeOf("a/_middleware.ts")).toBe("middleware");
  expect(typeOf("a/_error.tsx")).toBe("error");
  expect(typeOf("_404.tsx")).toBe("notFound");
  expect(typeOf("a/(_islands)/Counter.tsx")).toBe("island");
  for (const path of ["a/(_components)/Button.tsx", "index_test.tsx", "a.test.ts", "style.css"]) {
    expect(typeOf(path)).toBeNull();
  }
});

Deno.test("compareRouteIds() puts what covers before what is covered, and the exact before the open", () => {
  const ordered = [
    "/_app",
    "/_middleware",
    "/_layout",
    "/_error",
    "/index",
    "/about",
    "/blog/_middleware",
    "/blog/index",
    "/blog/new",
    "/blog/[slug]/edit",
    "/blog/[slug]",
    "/blog/[...rest]",
    "/blog",
    "/(shop)/_layout",
    "/(shop)/plans",
    "/[id]",
    "/[...path]",
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (ids) => {
      expect(ids.sort(compareRouteIds)).toEqual(ordered);
    }),
  );
});

Deno.test("compareRouteIds() is a total order", () => {
  const part = fc.constantFrom(
    "_app",
    "_layout",
    "index",
    "a",
    "b",
    "(g)",
    "[x]",
    "[...y]",
    "_404",
  );
  const id = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join("/")}`);
  fc.assert(fc.property(id, id, id, (a, b, c) => {
    expect(Math.sign(compareRouteIds(a, b))).toBe(-Math.sign(compareRouteIds(b, a)) + 0);
    if (compareRouteIds(a, b) <= 0 && compareRouteIds(b, c) <= 0) {
      expect(compareRouteIds(a, c)).toBeLessThanOrEqual(0);
    }
  }));
});

Deno.test("files answer at the paths that their names say", async () => {
  const get = askFiles({
    "index.tsx": text("home"),
    "about.tsx": text("about"),
    "blog/index.tsx": text("blog"),
    "blog/[slug].tsx": { handler: (ctx) => ctx.text(`slug ${ctx.params["slug"]}`) },
    "docs/[...path].tsx": { handler: (ctx) => ctx.text(`path ${ctx.params["path"]}`) },
    "list/[[page]].tsx": { handler: (ctx) => ctx.text(`page ${ctx.params["page"]}`) },
    "(shop)/plans.tsx": text("plans"),
    "about_test.tsx": text("never"),
  });
  const cases = {
    "/": "home",
    "/about": "about",
    "/blog": "blog",
    "/blog/a": "slug a",
    "/docs/a/b": "path a/b",
    "/list": "page ",
    "/list/2": "page 2",
    "/plans": "plans",
  };
  for (const [path, body] of Object.entries(cases)) {
    expect(await read(get(path))).toEqual([200, body]);
  }
  expect((await get("/about_test")).status).toBe(404);
});

Deno.test("middlewares nest, and may be a list, as default or as handler", async () => {
  const mark = (name: string) => (ctx: { state: string[]; next(): Promise<Response> }) => {
    const state = ctx.state as unknown as { trail?: string };
    state.trail = `${state.trail ?? ""}${name}`;
    return ctx.next();
  };
  // deno-lint-ignore no-explicit-any -- a state of the test's own
  const trail = { handler: (ctx: any) => new Response(ctx.state.trail ?? "") };
  const get = askFiles({
    // deno-lint-ignore no-explicit-any -- a state of the test's own
    "_middleware.ts": { default: [mark("a"), mark("b")] as any },
    // deno-lint-ignore no-explicit-any -- a state of the test's own
    "x/_middleware.ts": { handler: mark("c") as any },
    "index.ts": trail,
    "x/index.ts": trail,
    "x/y.ts": trail,
  });
  expect(await read(get("/"))).toEqual([200, "ab"]);
  expect(await read(get("/x"))).toEqual([200, "abc"]);
  expect(await read(get("/x/y"))).toEqual([200, "abc"]);
});

Deno.test("groups scope layouts without being in the URL", async () => {
  const get = askFiles({
    "_app.tsx": {
      default: ({ Component }) => (
        <body>
          <Component />
        </body>
      ),
    },
    "_layout.tsx": {
      default: ({ Component }) => (
        <div>
          <Component />
        </div>
      ),
    },
    "(shop)/_layout.tsx": {
      default: ({ Component }) => (
        <main>
          <Component />
        </main>
      ),
    },
    "(shop)/plans.tsx": { default: () => <i /> },
    "(site)/about.tsx": { default: () => <b /> },
  });
  expect(await (await get("/plans")).text()).toContain("<div><main><i></i></main></div>");
  expect(await (await get("/about")).text()).toContain("<div><b></b></div>");
});

Deno.test("a file's config leaves out layouts and the app, and overrides its path", async () => {
  const get = askFiles({
    "_app.tsx": {
      default: ({ Component }) => (
        <body>
          <p>app</p>
          <Component />
        </body>
      ),
    },
    "_layout.tsx": {
      default: ({ Component }) => (
        <div>
          <Component />
        </div>
      ),
    },
    "a.tsx": {
      default: () => <i />,
      config: { skipInheritedLayouts: true, skipAppWrapper: true },
    },
    "b.tsx": { default: () => <i />, config: { routeOverride: "/other/:id" } },
  });
  expect(await (await get("/a")).text()).toContain("<body><i></i></body>");
  expect((await get("/b")).status).toBe(404);
  expect(await (await get("/other/1")).text()).toContain("<p>app</p><div><i></i></div>");
});

Deno.test("error pages nest, and _404 answers with status 404", async () => {
  const fail = (status: 401 | 404) => ({
    handler: () => {
      throw new HttpError(status);
    },
  });
  const get = askFiles({
    "_error.tsx": { default: () => <p>outer</p> },
    "a/_error.tsx": { default: () => <p>inner</p> },
    "_404.tsx": { default: () => <p>gone</p> },
    "x.ts": fail(401),
    "a/x.ts": fail(401),
    "a/y.ts": fail(404),
  });
  const statusAndPage = async (path: string) => {
    const [status, html] = await read(get(path));
    return [status, /<p>(.*)<\/p>/.exec(html)![1]];
  };
  expect(await statusAndPage("/x")).toEqual([401, "outer"]);
  expect(await statusAndPage("/a/x")).toEqual([401, "inner"]);
  expect(await statusAndPage("/a/y")).toEqual([404, "gone"]);
  expect(await statusAndPage("/nowhere")).toEqual([404, "gone"]);
});

Deno.test("lazy files are loaded once, and know their methods by then", async () => {
  let loads = 0;
  const send = askFiles({
    "a.tsx": () => {
      loads++;
      return Promise.resolve({
        handler: { GET: () => page({ n: 1 }), POST: () => new Response("posted") },
        default: () => <i />,
      });
    },
  });
  expect(loads).toBe(0);
  expect(await (await send("/a")).text()).toContain("<i></i>");
  expect(await read(send("/a", { method: "POST" }))).toEqual([200, "posted"]);
  const refused = await send("/a", { method: "DELETE" });
  expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
  const options = await send("/a", { method: "OPTIONS" });
  expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
  expect(loads).toBe(1);
});

Deno.test("file routes can be put below a path, and under a base path", async () => {
  const files = { "index.ts": text("home"), "a/b.ts": text("b") };
  const below = askFiles(files, new App<unknown>().fsRoutes("/x"));
  expect(await read(below("/x"))).toEqual([200, "home"]);
  expect(await read(below("/x/a/b"))).toEqual([200, "b"]);
  const based = askFiles(files, new App<unknown>({ basePath: "/base" }).fsRoutes());
  expect(await read(based("/base/a/b"))).toEqual([200, "b"]);
});

Deno.test("the file routes of a mounted app are those of the build", async () => {
  const app = new App<unknown>().mountApp("/in", new App<unknown>().fsRoutes());
  const get = askFiles({ "a.ts": text("a") }, app);
  expect(await read(get("/in/a"))).toEqual([200, "a"]);
});

Deno.test("a file that exports nothing of use is refused by its name", () => {
  expect(() => askFiles({ "a/b.tsx": {} })).toThrow(/No relevant exports in "a\/b.tsx"/);
  const twoArguments = { handler: ((_a: unknown, _b: unknown) => new Response()) as never };
  expect(() => askFiles({ "a.tsx": twoArguments })).toThrow(/one argument/);
});

Deno.test("a handler that can't work where it stands is ignored with a warning", async () => {
  const warnings = await withQuietConsole(async () => {
    const get = askFiles({
      "_middleware.ts": { handler: { GET: () => new Response("never") } },
      "_layout.tsx": {
        default: ({ Component }) => <Component />,
        handler: () => new Response("never"),
      },
      "index.ts": text("home"),
    });
    expect(await read(get("/"))).toEqual([200, "home"]);
  });
  expect(warnings.length).toBe(2);
});
