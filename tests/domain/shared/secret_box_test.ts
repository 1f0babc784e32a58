import { expect } from "expect";
import fc from "fast-check";
import { makeSecretBox } from "@/domain/shared/secret_box.ts";

const box = () => makeSecretBox("a secret of at least thirty-two characters");

Deno.test("what was sealed opens, whatever it is", async () => {
  const secrets = box();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme" }), fc.string(), async (text, context) => {
      const sealed = await secrets.seal("service_credentials", context, text);
      expect(await secrets.open("service_credentials", context, sealed)).toBe(text);
    }),
    { numRuns: 50 },
  );
});

Deno.test("the same text is sealed differently each time, and can't be seen", async () => {
  const secrets = box();
  const sealed = [
    await secrets.seal("totp", "a", "hunter2 hunter2"),
    await secrets.seal("totp", "a", "hunter2 hunter2"),
  ];
  expect(sealed[0]).not.toBe(sealed[1]);
  expect(sealed.join()).not.toContain("hunter2");
});

Deno.test("a sealed text opens for its purpose, its record and its secret alone", async () => {
  const secrets = box();
  const sealed = await secrets.seal("service_credentials", "svc_1", "text");
  await expect(secrets.open("totp", "svc_1", sealed)).rejects.toThrow();
  await expect(secrets.open("service_credentials", "svc_2", sealed)).rejects.toThrow();
  const other = makeSecretBox("another secret of at least thirty-two chars");
  await expect(other.open("service_credentials", "svc_1", sealed)).rejects.toThrow(
    "another CLOUDNEST_SECRET",
  );
});

Deno.test("a sealed text that was changed anywhere doesn't open", async () => {
  const secrets = box();
  const sealed = await secrets.seal("totp", "a", "a text");
  for (let at = 0; at < sealed.length; at++) {
    const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
    if (isSameBytes(sealed, changed)) continue;
    await expect(secrets.open("totp", "a", changed)).rejects.toThrow();
  }
  for (const bad of ["", "v1", sealed + ".x", sealed.slice(0, -4), "v2" + sealed.slice(2)]) {
    await expect(secrets.open("totp", "a", bad)).rejects.toThrow();
  }
});

Deno.test("a sealed key is imported once, and for its purpose, its record and its secret alone", async () => {
  const secrets = box();
  let imports = 0;
  const importKey = (text: string) => {
    imports++;
    const bytes = new TextEncoder().encode(text);
    return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
    ]);
  };
  const sealed = await secrets.seal("signing_key", "kid_1", "a key of many bytes");
  const key = await secrets.openKey("signing_key", { context: "kid_1", sealed }, importKey);

  expect(await secrets.openKey("signing_key", { context: "kid_1", sealed }, importKey)).toBe(key);
  expect(imports).toBe(1);
  for (const purpose of ["totp", "seal_key"] as const) {
    await expect(secrets.openKey(purpose, { context: "kid_1", sealed }, importKey)).rejects
      .toThrow();
  }
  await expect(secrets.openKey("signing_key", { context: "kid_2", sealed }, importKey)).rejects
    .toThrow();
  const other = makeSecretBox("another secret of at least thirty-two chars");
  await expect(other.openKey("signing_key", { context: "kid_1", sealed }, importKey)).rejects
    .toThrow();
  expect(imports).toBe(1);

  const more = Array.from({ length: 40 }, (_, i) => secrets.seal("signing_key", `k${i}`, `k${i}`));
  for (const [i, one] of (await Promise.all(more)).entries()) {
    await secrets.openKey("signing_key", { context: `k${i}`, sealed: one }, importKey);
  }
  expect(await secrets.openKey("signing_key", { context: "kid_1", sealed }, importKey)).not
    .toBe(key);
});

Deno.test("the key id tells secrets apart without being part of them", async () => {
  expect(await box().keyId()).toBe(await box().keyId());
  expect(await box().keyId()).toMatch(/^[0-9a-f]{8}$/);
  expect(await box().keyId()).not.toBe(await makeSecretBox("x".repeat(32)).keyId());
});

/** The last base64 digit of a text has bits that no byte uses: changing them changes nothing. */
function isSameBytes(a: string, b: string): boolean {
  try {
    const bytes = (text: string) =>
      text.split(".").slice(2).map((part) => Uint8Array.fromBase64(part));
    const head = (text: string) => text.split(".").slice(0, 2).join();
    return head(a) === head(b) && bytes(a).join("|") === bytes(b).join("|");
  } catch {
    return false;
  }
}
