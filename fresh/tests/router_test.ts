import { expect } from "expect";
import fc from "fast-check";
import { compilePattern } from "../src/pattern.ts";
import { itemFor, Router } from "../src/router.ts";

const word = fc.constantFrom("a", "b", "ab", "a-b", "x.y", "@me", "1", "A", "~", "a=b", "$");
const name = fc.constantFrom("id", "name", "rest", "$x", "_y");

const segment = fc.oneof(
  { weight: 4, arbitrary: word.map((one) => `/${one}`) },
  { weight: 3, arbitrary: name.map((one) => `/:${one}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(name, fc.constantFrom("?", "*", "+")).map(([n, m]) => `/:${n}${m}`),
  },
  { weight: 1, arbitrary: name.map((one) => `{/:${one}}?`) },
  { weight: 1, arbitrary: fc.tuple(word, name).map(([w, n]) => `/${w}:${n}`) },
  { weight: 1, arbitrary: fc.tuple(name, word).map(([n, w]) => `/:${n}.${w}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("/*", "*", "/:id(\\d+)", "/{x}?", "/{:id}-y", "/(a|b)", "/"),
  },
);
const pattern = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => {
  const path = parts.join("");
  return path.startsWith("/") ? path : `/${path}`;
});
const pathPart = fc.constantFrom(
  "",
  "a",
  "b",
  "ab",
  "a-b",
  "x.y",
  "@me",
  "1",
  "12",
  "A",
  "y",
  "x-y",
  "%20",
  "c",
);
const pathname = fc.array(pathPart, { maxLength: 5 }).map((parts) => `/${parts.join("/")}`);

function urlPattern(source: string): URLPattern | null {
  try {
    return new URLPattern({ pathname: source });
  } catch {
    return null;
  }
}

function decoded(value: string): string {
  try {
    return decodeURI(value);
  } catch {
    return value;
  }
}

Deno.test("compilePattern() matches what URLPattern matches, with the same parameters", () => {
  let matches = 0;
  fc.assert(
    fc.property(pattern, pathname, (source, path) => {
      const reference = urlPattern(source);
      fc.pre(reference !== null);
      const groups = reference!.exec({ pathname: path })?.pathname.groups;

      const compiled = compilePattern(source);
      const params = compiled.match(path);

      expect(params === null).toBe(groups === undefined);
      if (groups === undefined || params === null) return;
      matches++;
      expect(path.startsWith(compiled.prefix)).toBe(true);
      expect(Object.entries(params).sort()).toEqual(
        Object.entries(groups).map(([key, value]) => [key, decoded(value ?? "")]).sort(),
      );
    }),
    { numRuns: 5000 },
  );
  expect(matches).toBeGreaterThan(100);
});

Deno.test("compilePattern() refuses what URLPattern refuses", () => {
  for (const source of ["/:id/:id", "/{a", "/(", "/:"]) {
    expect(urlPattern(source)).toBeNull();
    expect(() => compilePattern(source)).toThrow(TypeError);
  }
});

Deno.test("parameters are decoded, keep what stands for a separator, and have no prototype", () => {
  const { match } = compilePattern("/:__proto__/:b");
  const params = match("/%C3%BC%20x/a%2Fb")!;
  expect(Object.getPrototypeOf(params)).toBeNull();
  expect(params["__proto__"]).toBe("ü x");
  expect(params["b"]).toBe("a%2Fb");
});

Deno.test("a parameter that isn't validly encoded is given as it stands", () => {
  expect(compilePattern("/:id").match("/%E0%A4%A")!["id"]).toBe("%E0%A4%A");
});

Deno.test("a missing optional parameter is empty text", () => {
  expect({ ...compilePattern("/a{/:b}?").match("/a") }).toEqual({ b: "" });
});

Deno.test("literal paths go before patterns, in either trailing-slash form", () => {
  const router = new Router<string>();
  router.add("GET", "/:any", "pattern");
  router.add("GET", "/a", "plain");
  router.add("GET", "/b/", "slash");
  router.add("GET", "/c", "c");
  router.add("GET", "/c/", "c/");

  const itemAt = (path: string) => itemFor(router.match(path)!.entry, "GET");
  expect(["/a", "/a/", "/b", "/b/", "/c", "/c/", "/d"].map(itemAt)).toEqual(
    ["plain", "plain", "slash", "slash", "c", "c/", "pattern"],
  );
});

Deno.test("the first registration of a path and method stays", () => {
  const router = new Router<string>();
  router.add("GET", "/a", "first");
  router.add("GET", "/a", "second");
  router.add("POST", "/a", "post");
  const { entry } = router.match("/a")!;
  expect(["GET", "HEAD", "POST", "PUT"].map((method) => itemFor(entry, method))).toEqual(
    ["first", "first", "post", undefined],
  );
});

Deno.test("of two patterns the first that was registered decides", () => {
  const router = new Router<string>();
  router.add("GET", "/x/:a", "first");
  router.add("GET", "/:b/y", "second");
  expect(router.match("/x/y")!.entry.pattern).toBe("/x/:a");
  expect(router.match("/z/y")!.entry.pattern).toBe("/:b/y");
  expect(router.match("/z/z")).toBeNull();
});

Deno.test("literal paths beyond ASCII match their encoded form", () => {
  const router = new Router<string>();
  router.add("GET", "/über uns", "found");
  expect(router.match(new URL("/über uns", "http://localhost").pathname)).not.toBeNull();
});
