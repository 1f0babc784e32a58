import { expect } from "expect";
import { SignJWT, UnsecuredJWT } from "jose";
import { createOwner } from "@/domain/customer/mod.ts";
import { logIn, openToken, resolveSession, signToken } from "@/domain/session/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps, type TestDeps } from "@/tests/helpers/deps.ts";
import { countKeys } from "@/tests/helpers/dump.ts";
import { ada, client, logInAda, registerAda } from "./setup.ts";

interface Issued {
  deps: TestDeps;
  token: string;
  header: { alg: string; kid: string; typ: string };
  claims: Record<string, unknown> & { exp: number };
  /** The real signing key: what a forger doesn't have. */
  key: Uint8Array;
}

async function issue(deps: TestDeps): Promise<Issued> {
  await registerAda(deps);
  const token = unwrap(await logInAda(deps)).cookieToken;
  const [header, claims] = token.split(".").slice(0, 2).map(decodePart);
  const kid = (header as { kid: string }).kid;
  const { sealed } = (await deps.kv.get<{ sealed: string }>(["signing_keys", kid])).value!;
  const key = Uint8Array.fromBase64(await deps.secrets.open("signing_key", kid, sealed), {
    alphabet: "base64url",
  });
  return { deps, token, header, claims, key } as Issued;
}

function decodePart(part: string): unknown {
  return JSON.parse(
    new TextDecoder().decode(Uint8Array.fromBase64(part, { alphabet: "base64url" })),
  );
}

function encodePart(value: unknown): string {
  return new TextEncoder().encode(JSON.stringify(value))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

function sign(
  issued: Issued,
  changes: { claims?: object; header?: object; key?: Uint8Array } = {},
): Promise<string> {
  const header = { ...issued.header, ...changes.header };
  return new SignJWT({ ...issued.claims, ...changes.claims })
    .setProtectedHeader(header)
    .sign(changes.key ?? issued.key);
}

/** Signs texts as they are, as a library that repeats names would. */
async function signText(
  { header, claims, key }: Issued,
  texts: { header?: string; claims?: string },
): Promise<string> {
  const parts = [texts.header ?? JSON.stringify(header), texts.claims ?? JSON.stringify(claims)]
    .map((text) =>
      new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true })
    );
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const secret = await crypto.subtle.importKey("raw", key as BufferSource, hmac, false, ["sign"]);
  const signed = parts.join(".");
  const signature = await crypto.subtle.sign(hmac, secret, new TextEncoder().encode(signed));
  const end = new Uint8Array(signature).toBase64({ alphabet: "base64url", omitPadding: true });
  return `${signed}.${end}`;
}

/** Replaces one part of the token. */
function withPart(token: string, index: number, part: string): string {
  return token.split(".").map((old, i) => i === index ? part : old).join(".");
}

const forgeries: Record<string, (issued: Issued) => string | Promise<string>> = {
  "no algorithm": ({ claims }) => new UnsecuredJWT(claims).encode(),
  "alg none in the header, signature kept": ({ token, header }) =>
    withPart(token, 0, encodePart({ ...header, alg: "none" })),
  "alg none, with kid, without signature": ({ header, claims }) =>
    `${encodePart({ ...header, alg: "none" })}.${encodePart(claims)}.`,
  "another key": (issued) => sign(issued, { key: new Uint8Array(32).fill(7) }),
  "an empty key": (issued) => sign(issued, { key: new Uint8Array(32) }),
  "another algorithm with the right key": (issued) =>
    sign(issued, { header: { alg: "HS512" }, key: padded(issued.key) }),
  "an unknown kid": (issued) => sign(issued, { header: { kid: "AAAAAAAAAAAAAAAA" } }),
  "a kid that is a path": (issued) => sign(issued, { header: { kid: "../signing_key" } }),
  "no kid": (issued) => sign(issued, { header: { kid: undefined } }),
  "a kid that is an array": ({ token, header }) =>
    withPart(token, 0, encodePart({ ...header, kid: [header.kid] })),
  "a kid with an encoded path": (issued) => sign(issued, { header: { kid: "..%2Fsigning_key%" } }),
  "a kid that names a property": (issued) => sign(issued, { header: { kid: "__proto__" } }),
  "its algorithm named twice": async (issued) =>
    await signText(issued, {
      header: JSON.stringify(issued.header).replace("{", '{"alg":"none",'),
    }),
  "its account named twice": async (issued) =>
    await signText(issued, {
      claims: JSON.stringify(issued.claims).replace("{", `{"sub":"${issued.claims.sub}",`),
    }),
  "another type": (issued) => sign(issued, { header: { typ: "at+jwt" } }),
  "another audience": (issued) => sign(issued, { claims: { aud: "flash" } }),
  "no audience": (issued) => sign(issued, { claims: { aud: undefined } }),
  "another issuer": (issued) => sign(issued, { claims: { iss: "https://evil.example" } }),
  "a time past its end": (issued) =>
    sign(issued, { claims: { exp: issued.claims.exp - 31 * 86400 } }),
  "no end": (issued) => sign(issued, { claims: { exp: undefined } }),
  "a time before its beginning": (issued) =>
    sign(issued, { claims: { nbf: issued.claims.exp - 60 } }),
  "a session that doesn't exist": (issued) =>
    sign(issued, { claims: { sid: "ses_01ARZ3NDEKTSV4RRFFQ69G5FAV" } }),
  "an account that doesn't exist": (issued) =>
    sign(issued, { claims: { sub: "cus_01ARZ3NDEKTSV4RRFFQ69G5FAV" } }),
  "a session id that is a number": (issued) => sign(issued, { claims: { sid: 1 } }),
  "a session id that is an object": (issued) => sign(issued, { claims: { sid: { $ne: null } } }),
  "no claims at all": (issued) => sign(issued, { claims: { sid: undefined, sub: undefined } }),
  "changed claims under the old signature": ({ token, claims }) =>
    withPart(token, 1, encodePart({ ...claims, exp: claims.exp + 1 })),
  "a cut signature": ({ token }) => token.slice(0, -1),
  "half a signature": ({ token }) => token.slice(0, -22),
  "no signature": ({ token }) => withPart(token, 2, ""),
  "two parts": ({ token }) => token.split(".").slice(0, 2).join("."),
  "four parts": ({ token }) => `${token}.x`,
  "five parts, as if encrypted": ({ token }) => `${token}.x.y`,
  "loose bits at the end of the signature": ({ token }) => token.slice(0, -1) + nextChar(token),
  "padding": ({ token }) => `${token}=`,
  "white space": ({ token }) => ` ${token}`,
  "nothing": () => "",
  "dots": () => "..",
  "JSON null in all parts": () => [null, null, null].map(encodePart).join("."),
  "a megabyte": ({ token }) => token + "x".repeat(1_000_000),
  "unicode": () => "\u{1f600}.\u{1f600}.\u{1f600}",
};

for (const [what, forge] of Object.entries(forgeries)) {
  Deno.test(`resolveSession() refuses a token with ${what}`, async () => {
    await using deps = await makeDeps();
    const issued = await issue(deps);

    const forged = await forge(issued);

    expect(forged).not.toBe(issued.token);
    expect(await resolveSession(deps, forged)).toBeNull();
    // Also once the real one is known.
    expect(await resolveSession(deps, issued.token)).not.toBeNull();
    expect(await resolveSession(deps, forged)).toBeNull();
    expect(await resolveSession(deps, issued.token)).not.toBeNull();
  });
}

Deno.test("the forger's tools make a token that is taken when nothing is changed", async () => {
  await using deps = await makeDeps();
  const issued = await issue(deps);

  expect(await resolveSession(deps, await sign(issued))).not.toBeNull();
  expect(await resolveSession(deps, await signText(issued, {}))).not.toBeNull();
});

Deno.test("resolveSession() refuses the token of another installation", async () => {
  await using deps = await makeDeps();
  await using other = await makeDeps();
  other.ids.token(1);
  const issued = await issue(deps);
  await issue(other);

  expect(await resolveSession(other, issued.token)).toBeNull();
});

Deno.test("resolveSession() refuses somebody else's session under one's own account", async () => {
  await using deps = await makeDeps();
  const issued = await issue(deps);
  await createOwner(deps, { email: "admin@localhost", password: "the owner's password" });
  const owner = unwrap(
    await logIn(deps, { ...client, email: "admin@localhost", password: "the owner's password" }),
  );

  const mixed = await sign(issued, { claims: { sub: owner.account.id } });

  expect(await resolveSession(deps, mixed)).toBeNull();
});

Deno.test("a flash token isn't a session, nor the other way round", async () => {
  await using deps = await makeDeps();
  const { token, claims } = await issue(deps);
  const { sid, sub } = claims;
  const flash = await signToken(deps, {
    audience: "flash",
    claims: { sid, sub },
    expiresAt: "2026-03-02T12:00:00.000Z",
  });

  expect(await resolveSession(deps, flash)).toBeNull();
  expect(await openToken(deps, { token, audience: "flash" })).toBeNull();
  expect(await openToken(deps, { token: flash, audience: "flash" })).toMatchObject({ sid, sub });
});

Deno.test("a token that was taken before is refused once it is over, or its key gone, and for anything else", async () => {
  await using deps = await makeDeps();
  const expiresAt = "2026-03-02T12:00:00.000Z";
  const token = await signToken(deps, { audience: "session", claims: {}, expiresAt });
  const open = (audience: "session" | "api") => openToken(deps, { token, audience });
  const { kid } = decodePart(token.split(".")[0]!) as { kid: string };
  const { value: key } = await deps.kv.get(["signing_keys", kid]);

  expect([await open("session"), await open("session")]).not.toContain(null);
  expect(await open("api")).toBeNull();
  await deps.kv.delete(["signing_keys", kid]);
  expect(await open("session")).toBeNull();
  await deps.kv.set(["signing_keys", kid], key);
  expect(await open("session")).not.toBeNull();
  deps.clock.set(expiresAt);
  expect(await open("session")).toBeNull();
});

Deno.test("processes that start together share one signing key", async () => {
  await using deps = await makeDeps();
  const processes = await Promise.all([1, 2, 3, 4, 5].map(() => makeDeps({ kv: deps.kv })));
  const input = { audience: "flash" as const, claims: {}, expiresAt: "2026-03-02T12:00:00.000Z" };

  const tokens = await Promise.all(processes.map((one) => signToken(one, input)));

  expect(await countKeys(deps.kv, ["signing_keys"])).toBe(1);
  for (const token of tokens) {
    expect(await openToken(deps, { token, audience: "flash" })).not.toBeNull();
  }
});

Deno.test("the signing key is sealed at rest", async () => {
  await using deps = await makeDeps();
  const { key, header } = await issue(deps);

  const { sealed } = (await deps.kv.get<{ sealed: string }>(["signing_keys", header.kid])).value!;

  expect(sealed).not.toContain(key.toBase64({ alphabet: "base64url", omitPadding: true }));
  expect(sealed).toMatch(/^v1\./);
});

Deno.test("a session of a customer ends after 7 days without a request", async () => {
  await using deps = await makeDeps();
  const { token } = await issue(deps);

  deps.clock.advance({ days: 6 });
  expect(await resolveSession(deps, token)).not.toBeNull();
  deps.clock.advance({ days: 6 });
  expect(await resolveSession(deps, token)).not.toBeNull();
  deps.clock.advance({ days: 7 });
  expect(await resolveSession(deps, token)).toBeNull();
});

Deno.test("a session of a customer ends after 30 days, however busy", async () => {
  await using deps = await makeDeps();
  const { token } = await issue(deps);

  for (let day = 1; day < 30; day++) {
    deps.clock.advance({ days: 1 });
    expect(await resolveSession(deps, token)).not.toBeNull();
  }
  deps.clock.advance({ days: 1 });
  expect(await resolveSession(deps, token)).toBeNull();
});

Deno.test("a session of staff ends after 8 hours without a request, and after a day", async () => {
  await using deps = await makeDeps();
  const login = { email: "admin@localhost", password: ada.password };
  await createOwner(deps, login);
  const { cookieToken } = unwrap(await logIn(deps, { ...client, ...login }));

  for (const hours of [7, 7, 7]) {
    deps.clock.advance({ hours });
    expect(await resolveSession(deps, cookieToken)).toMatchObject({ actor: { kind: "staff" } });
  }
  deps.clock.advance({ hours: 3 });
  expect(await resolveSession(deps, cookieToken)).toBeNull();

  const next = unwrap(await logIn(deps, { ...client, ...login }));
  deps.clock.advance({ hours: 8 });
  expect(await resolveSession(deps, next.cookieToken)).toBeNull();
});

function padded(key: Uint8Array): Uint8Array {
  const long = new Uint8Array(64);
  long.set(key);
  return long;
}

/** The last character with its unused bits changed: it decodes to the same bytes. */
function nextChar(token: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return alphabet[alphabet.indexOf(token.at(-1)!) ^ 1]!;
}
