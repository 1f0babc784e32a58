/** Requests that nobody should send: generated from what a route knows, and from texts that have broken programs before. */
import fc from "fast-check";
import type { Config } from "@/domain/shared/config.ts";
import { type CookieName, cookieName } from "@/routes/(_lib)/cookies.ts";
import { anyText } from "./any_text.ts";
import { PROOF_PNG } from "./world.ts";

/** Where requests of tests come from and go to. */
export const ORIGIN = "http://localhost:8000";

/** One generated request, by what it is made of. */
export interface Shot {
  method: string;
  path: string;
  query: string;
  headers: [string, string][];
  cookies: [string, string][];
  body: { type: string; bytes: Uint8Array<ArrayBuffer> } | null;
}

/** What requests are made of. */
export interface ShotOptions {
  /** Ids that exist. */
  ids: readonly string[];
  /** A token for the API. */
  token: string;
  /** What the route's forms hold. */
  fields: readonly { name: string; value: string }[];
  config: Pick<Config, "appUrl">;
}

/** Texts that have broken programs before. */
const NASTY = [
  "",
  " ",
  "\0",
  "\ud800",
  "\u202e\u0000\uffff",
  "-1",
  "0",
  "1e309",
  "NaN",
  "99999999999999999999999999",
  "0.1.2",
  "1,000.00",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../../etc/passwd",
  "%",
  "%00",
  "%2e%2e%2f",
  "%c0%af",
  "<script>alert(1)</script>",
  "{{name}}",
  "${1}",
  "' OR 1=1 --",
  "=1+1",
  "2026-02-31",
  "-271821-04-20",
  "999999-01-01T00:00:00Z",
  "ada@example.com",
  "a@b",
  "javascript:alert(1)",
  "//evil.example",
  "/\\evil.example",
  "on",
  "null",
  "[]",
  "{}",
  "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  "x".repeat(70_000),
];

/** What may be sent to one route. */
export function shotAt(
  route: string,
  { ids, token, fields, config }: ShotOptions,
): fc.Arbitrary<Shot> {
  const text = fc.oneof(
    fc.constantFrom(...NASTY),
    fc.constantFrom(...ids),
    anyText({ maxLength: 40 }),
    fc.string({ maxLength: 20 }),
  );
  const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...fields.map((field) => field.name)) },
    { weight: 1, arbitrary: text.map((value) => value.slice(0, 200)) },
    fc.constantFrom(
      "q",
      "cursor",
      "after",
      "limit",
      "status",
      "next",
      "page",
      "token",
      "t",
      "cycle",
    ),
  );
  const pair = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...fields).map((each) => [each.name, each.value]) },
    { weight: 2, arbitrary: fc.tuple(name, text) },
  ) as fc.Arbitrary<[string, string]>;
  // Most of what the page shows, with something changed: that comes past the first checks.
  const filled = fc.array(pair, { maxLength: 5 }).map((changes) => {
    const all = new Map(fields.map((each) => [each.name, each.value]));
    for (const [key, value] of changes) all.set(key, value);
    return [...all];
  });
  const pairs = fc.oneof(filled, fc.array(pair, { maxLength: 12 }));
  const parameter = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ids, "company", "bank", "orders", "viewer") },
    {
      weight: 1,
      arbitrary: text.map((value) => encodeURIComponent(value.toWellFormed()).slice(0, 4000)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom("%00", "%", "%ff", "..%2f..", "a%2Fb", "%E0%A4%A", ""),
    },
  );
  return fc.record({
    method: fc.constantFrom(
      "GET",
      "GET",
      "POST",
      "POST",
      "POST",
      "HEAD",
      "PUT",
      "DELETE",
      "OPTIONS",
    ),
    path: parameter.map((value) => route.replace(/:\w+/, () => value)),
    query: fc.oneof(
      fc.constant(""),
      fc.array(pair, { maxLength: 4 }).map(encoded),
      fc.constantFrom("%", "&&&=", "a[b][c]=1", "%00=%00", "next=%ff", "__proto__[x]=1"),
    ).map((query) => query.slice(0, 8000)),
    headers: headersOf(token),
    cookies: fc.array(
      fc.tuple(
        fc.constantFrom("session", "flash", "challenge", "device", "browser")
          .map((name) => cookieName(config, name as CookieName)),
        headerText(),
      ),
      { maxLength: 2 },
    ),
    body: bodyOf(pairs, text),
  });
}

function headersOf(token: string): fc.Arbitrary<[string, string][]> {
  const any = headerText();
  const known = fc.oneof(
    fc.tuple(fc.constant("authorization"), fc.oneof(fc.constant(`Bearer ${token}`), any)),
    fc.tuple(fc.constant("origin"), fc.constantFrom("null", "https://evil.example", "x", ORIGIN)),
    fc.tuple(fc.constant("sec-fetch-site"), fc.constantFrom("cross-site", "same-origin", "x")),
    fc.tuple(
      fc.constantFrom(
        "accept",
        "accept-language",
        "accept-encoding",
        "content-encoding",
        "host",
        "if-modified-since",
        "if-none-match",
        "idempotency-key",
        "range",
        "referer",
        "user-agent",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-proto",
        "x-http-method-override",
        "x-request-id",
      ),
      any,
    ),
  ) as fc.Arbitrary<[string, string]>;
  return fc.array(known, { maxLength: 4 });
}

/** What a header may hold at all (RFC 9110, section 5.5). */
function headerText(): fc.Arbitrary<string> {
  const chars = fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code));
  return fc.oneof(
    fc.string({ unit: chars, maxLength: 30 }),
    fc.constantFrom(
      "",
      "x".repeat(9000),
      "bytes=0-,1-",
      "::1",
      "en;q=x,*",
      "*/*",
      "eyJhbGciOiJub25lIn0.e30.",
    ),
  );
}

function bodyOf(
  pairs: fc.Arbitrary<[string, string][]>,
  text: fc.Arbitrary<string>,
): fc.Arbitrary<Shot["body"]> {
  const form = "application/x-www-form-urlencoded";
  const of = (type: string, content: string) => ({
    type,
    bytes: new TextEncoder().encode(content),
  });
  const json = fc.oneof(
    pairs.map((each) => JSON.stringify(Object.fromEntries(each))),
    fc.jsonValue({ maxDepth: 4 }).map((each) => JSON.stringify(each)),
    fc.constantFrom("", "{", "null", '{"__proto__":{"x":1}}', "[".repeat(5000), '{"a":1e999}'),
  );
  return fc.oneof(
    { weight: 6, arbitrary: pairs.map((each) => of(form, encoded(each))) },
    { weight: 3, arbitrary: pairs.map(multipart) },
    { weight: 4, arbitrary: json.map((each) => of("application/json", each)) },
    { weight: 1, arbitrary: text.map((each) => of(form, each)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("%", "%ff=%ff", "a".repeat(200_000), "&=".repeat(5000)).map((
        each,
      ) => of(form, each)),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(
        fc.constantFrom(
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "text/plain",
          "x",
          "",
        ),
        text,
      )
        .map(([type, each]) =>
          of(type, `--x\r\nContent-Disposition: form-data; name="${each}"\r\n\r\n`)
        ),
    },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => ({
        type: form,
        bytes: new Uint8Array(bytes),
      })),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

function encoded(pairs: readonly (readonly [string, string])[]): string {
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

/** The fields as multipart, with a picture where a file belongs. */
function multipart(pairs: readonly [string, string][]): NonNullable<Shot["body"]> {
  const type = "multipart/form-data; boundary=fuzz";
  const parts = pairs.map(([name, value]) => {
    const label = name.toWellFormed().replaceAll(/["\r\n]/g, "_");
    const isFile = name === "file";
    const filename = isFile ? `; filename="${value.replaceAll(/["\r\n]/g, "_")}.png"` : "";
    return `--fuzz\r\nContent-Disposition: form-data; name="${label}"${filename}\r\n\r\n${
      isFile ? String.fromCharCode(...PROOF_PNG) : value
    }\r\n`;
  });
  return { type, bytes: new TextEncoder().encode(`${parts.join("")}--fuzz--\r\n`) };
}
