import { expect } from "expect";
import { setBuildCache } from "../src/app.ts";
import { emptyBuildCache } from "../src/build_cache.ts";
import { App, staticFiles } from "../src/mod.ts";
import { ask, read } from "./request.ts";

const BUILD_ID = "build1";

interface Options {
  mode?: "development" | "production";
  basePath?: string;
}

function askFiles({ mode = "production", basePath = "" }: Options = {}) {
  let closed = 0;
  const asked: string[] = [];
  const files: Record<string, { hash: string | null; immutable: boolean }> = {
    "/a.css": { hash: "abc", immutable: false },
    "/font.woff2": { hash: null, immutable: true },
    "/%C3%BC%2Cb.txt": { hash: null, immutable: false },
    [`/_fresh/js/${BUILD_ID}/x.js`]: { hash: "x", immutable: false },
  };
  const app = new App({ basePath }).use(staticFiles()).get("/", () => new Response("home"));
  setBuildCache(app, {
    ...emptyBuildCache(),
    buildId: BUILD_ID,
    readFile(pathname) {
      asked.push(pathname);
      const file = files[pathname];
      return Promise.resolve(
        file === undefined ? null : {
          ...file,
          size: 4,
          contentType: "text/css; charset=UTF-8",
          readable: new TextEncoder().encode("body"),
          close: () => void closed++,
        },
      );
    },
  }, mode);
  return { send: ask(app), asked, closed: () => closed };
}

Deno.test("staticFiles() answers with a file, its type, length and a weak ETag", async () => {
  const response = await askFiles().send("/a.css");
  expect([response.status, await response.text()]).toEqual([200, "body"]);
  expect(response.headers.get("content-type")).toBe("text/css; charset=UTF-8");
  expect(response.headers.get("content-length")).toBe("4");
  expect(response.headers.get("etag")).toBe('W/"abc"');
  expect(response.headers.get("cache-control")).toContain("no-cache");
});

Deno.test("staticFiles() answers HEAD without the body, which it closes", async () => {
  const { send, closed } = askFiles();
  const response = await send("/a.css", { method: "HEAD" });
  expect([response.headers.get("content-length"), await response.text()]).toEqual(["4", ""]);
  expect(closed()).toBe(1);
});

Deno.test("staticFiles() answers 304 where the browser has the file already", async () => {
  for (const tag of ['W/"abc"', '"abc"', "abc", '"x", W/"abc"', "*"]) {
    const { send, closed } = askFiles();
    const response = await send("/a.css", { headers: { "if-none-match": tag } });
    expect([tag, response.status, closed()]).toEqual([tag, 304, 1]);
    expect(response.headers.get("etag")).toBe('W/"abc"');
  }
  const { send } = askFiles();
  expect((await send("/a.css", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
});

Deno.test("files with the build's id in their URL are kept for a year", async () => {
  const { send } = askFiles();
  for (
    const path of [`/a.css?__frsh_c=${BUILD_ID}`, `/_fresh/js/${BUILD_ID}/x.js`, "/font.woff2"]
  ) {
    const { headers } = await send(path);
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  }
});

Deno.test("the id of another build is redirected away, the rest of the query stays", async () => {
  const response = await askFiles().send("/a.css?a=1&__frsh_c=old");
  expect([response.status, response.headers.get("location")]).toEqual([307, "/a.css?a=1"]);
});

Deno.test("nothing is kept in development", async () => {
  const { send } = askFiles({ mode: "development" });
  const response = await send(`/a.css?__frsh_c=${BUILD_ID}`, {
    headers: { "if-none-match": '"abc"' },
  });
  expect([response.status, response.headers.get("etag")]).toEqual([200, null]);
  expect(response.headers.get("cache-control")).toContain("no-store");
});

Deno.test("other methods on a file are 405, on other paths they pass", async () => {
  const { send } = askFiles();
  const response = await send("/a.css", { method: "POST" });
  expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  expect(await read(send("/"))).toEqual([200, "home"]);
});

Deno.test("encoded paths find their file however they are encoded", async () => {
  const { send, asked } = askFiles();
  for (const path of ["/ü,b.txt", "/%C3%BC,b.txt", "/%C3%BC%2Cb.txt"]) {
    expect((await send(path)).status).toBe(200);
  }
  for (const path of ["/%E0%A4%A", "/..%2fa.css", "/x/..%2f..%2fa.css"]) {
    expect((await send(path)).status).toBe(404);
  }
  expect(asked.filter((path) => path.includes(".."))).toEqual([]);
});

Deno.test("files lie below the base path", async () => {
  const { send } = askFiles({ basePath: "/base" });
  expect((await send("/base/a.css")).status).toBe(200);
  expect((await send("/a.css")).status).toBe(404);
  expect(await read(send("/base"))).toEqual([200, "home"]);
});

Deno.test("a missing favicon is a plain 404", async () => {
  expect(await read(askFiles().send("/favicon.ico"))).toEqual([404, ""]);
});
