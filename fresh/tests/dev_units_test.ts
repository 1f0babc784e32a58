/** The builder's smaller parts, each on its own. */
import { expect } from "expect";
import { contentTypeOf } from "../src/dev/content_type.ts";
import { addBuildIdToUrls } from "../src/dev/css_urls.ts";
import { parseJsonc } from "../src/dev/deno_config.ts";
import { specToName } from "../src/dev/names.ts";
import { StaticTransforms } from "../src/dev/static_transforms.ts";
import { UniqueNames } from "../src/unique_names.ts";

Deno.test("specToName() names modules by where they come from", () => {
  const cases: [string, string][] = [
    ["https://example.com", "example"],
    ["https://example.com:8000/foo/bar", "bar"],
    ["file:///project/islands/Counter.tsx", "Counter"],
    ["/islands/foo.v2.tsx", "foo_v2"],
    ["islands/_bar-baz-...-$.tsx", "_bar_baz_$"],
    ["/islands/1_hello.tsx", "_hello"],
    ["jsr:@foo/bar@^1.0.0", "foo_bar"],
    ["jsr:@foo/bar@~1.0.0-alpha.32/asdf", "asdf"],
    ["npm:foo@1.0.0", "foo"],
    ["npm:@foo/bar", "foo_bar"],
    ["@foo/bar/asdf", "asdf"],
    ["foo", "foo"],
  ];
  for (const [specifier, name] of cases) expect(specToName(specifier)).toBe(name);
});

Deno.test("UniqueNames never gives a name twice, nor one that shadows", () => {
  const names = new UniqueNames();
  const wanted = ["Counter", "Counter", "Counter", "Map", "boot", "class", "_Counter_1"];
  const given = wanted.map((name) => names.take(name));
  expect(given.slice(0, 3)).toEqual(["Counter", "_Counter_1", "_Counter_2"]);
  expect(given[3]).toBe("_Map_1");
  expect(new Set(given).size).toBe(given.length);
  for (const name of given) {
    expect(name in globalThis).toBe(false);
    expect(() => new Function(`"use strict"; const ${name} = 1;`)).not.toThrow();
  }
});

Deno.test("addBuildIdToUrls() ties the site's own files to the build, and nothing else", () => {
  const css = `a { background: url(/a.png) } b { src: url("/b.woff2?x#iefix"), url( '/c.svg' ) }`;
  expect(addBuildIdToUrls(css, "id")).toBe(
    `a { background: url("/a.png?__frsh_c=id") } ` +
      `b { src: url("/b.woff2?x=&__frsh_c=id#iefix"), url("/c.svg?__frsh_c=id") }`,
  );
  const others = [
    "url(data:image/svg+xml,%3Csvg viewBox='0 0 1 1'%3E)",
    `url("data:image/svg+xml,<svg fill='rgb(1, 2, 3)'/>")`,
    "url(https://example.com/a.png)",
    "url(//example.com/a.png)",
    "url(a.png)",
    "url(#clip)",
    "url()",
  ].join("\n");
  expect(addBuildIdToUrls(others, "id")).toBe(others);
});

Deno.test("contentTypeOf() knows what a site serves", () => {
  const types = {
    "/styles.css": "text/css; charset=UTF-8",
    "/a/b.c/inter.woff2": "font/woff2",
    "/icon.SVG": "image/svg+xml; charset=UTF-8",
    "/site.webmanifest": "application/manifest+json; charset=UTF-8",
    "/x.mjs": "text/javascript; charset=UTF-8",
    "/x.js.map": "application/json; charset=UTF-8",
    "/photo.avif": "image/avif",
    "/favicon.ico": "image/vnd.microsoft.icon",
    "/robots.txt": "text/plain; charset=UTF-8",
    "/sitemap.xml": "application/xml; charset=UTF-8",
    "/a.pdf": "application/pdf",
    "/a.wasm": "application/wasm",
    "/dir.d/none": "application/octet-stream",
    "/x.toString": "application/octet-stream",
  };
  for (const [path, type] of Object.entries(types)) expect(contentTypeOf(path)).toBe(type);
});

Deno.test("parseJsonc() reads comments and trailing commas, but not inside of strings", () => {
  const text = `{
    // line
    "a": "http://x/,}", /* block
    */ "b": ["\\"//", 1,],
  }`;
  expect(parseJsonc(text)).toEqual({ a: "http://x/,}", b: ['"//', 1] });
});

function transformsOf(files: Record<string, string>): StaticTransforms {
  return new StaticTransforms("/root", (path) => {
    const text = files[path];
    if (text === undefined) throw new Deno.errors.NotFound();
    return Promise.resolve(new TextEncoder().encode(text));
  });
}

async function process(transforms: StaticTransforms, path: string) {
  const files = await transforms.process(path, { mode: "production", target: "es2022" });
  return files?.map((file) => `${file.path}: ${new TextDecoder().decode(file.content)}`).sort() ??
    null;
}

Deno.test("transforms see a file one after the other", async () => {
  const transforms = transformsOf({ "a.txt": "x" });
  transforms.add({ pluginName: "A", filter: /\.txt$/g }, ({ text }) => ({ content: `${text}A` }));
  transforms.add({ pluginName: "none", filter: /\.txt$/ }, () => {});
  transforms.add(
    { pluginName: "B", filter: /\.txt$/ },
    ({ text, mode, root }) => Promise.resolve({ content: `${text}B ${mode} ${root}` }),
  );
  // Twice, because an expression with a state would fail the second time
  for (let i = 0; i < 2; i++) {
    expect(await process(transforms, "a.txt")).toEqual(["a.txt: xAB production /root"]);
  }
  expect(await process(transforms, "other.css")).toBeNull();
  expect(await process(transforms, "missing.txt")).toBeNull();
});

Deno.test("files that a transform adds go through the others", async () => {
  const transforms = transformsOf({ "a.txt": "x" });
  transforms.add({ pluginName: "split", filter: /a\.txt$/ }, () => [
    { path: "b.txt", content: "b" },
    { path: "c.txt", content: "c" },
  ]);
  transforms.add({ pluginName: "shout", filter: /[bc]\.txt$/ }, ({ text }) => ({
    content: text.toUpperCase(),
  }));
  expect(await process(transforms, "a.txt")).toEqual(["b.txt: B", "c.txt: C"]);
});

Deno.test("a transform leaves excluded files alone", async () => {
  const transforms = transformsOf({ "/s/a.css": "a", "/s/b.css": "b" });
  const filter = /\.css$/;
  const add = (name: string, exclude: (string | RegExp)[]) =>
    transforms.add({ pluginName: name, filter, exclude }, ({ text }) => ({
      content: text + name,
    }));
  add("1", ["a.css"]);
  add("2", [/a\.css$/g]);
  add("3", ["**/a.css"]);
  expect(await process(transforms, "/s/a.css")).toBeNull();
  expect(await process(transforms, "/s/b.css")).toEqual(["/s/b.css: b123"]);
});
