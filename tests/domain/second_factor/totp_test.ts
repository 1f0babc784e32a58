import { expect } from "expect";
import { matchStep, secretOf, stepOf, totpUri } from "@/domain/second_factor/totp.ts";
import { codeAt } from "@/tests/helpers/second_factor.ts";

/** RFC 6238 appendix B, SHA-1; its eight digits end in our six. */
const SECRET = secretOf(new TextEncoder().encode("12345678901234567890"));
const VECTORS: [second: number, code: string][] = [
  [59, "94287082"],
  [1111111109, "07081804"],
  [1111111111, "14050471"],
  [1234567890, "89005924"],
  [2000000000, "69279037"],
  [20000000000, "65353130"],
];

function at(second: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(second * 1000);
}

for (const [second, digits] of VECTORS) {
  Deno.test(`matchStep() takes the code of RFC 6238 at ${second} seconds, in its step and one off`, () => {
    const code = digits.slice(2);
    const step = stepOf(at(second));
    for (const off of [-30, 0, 30]) {
      const now = at(second + off);
      expect(matchStep({ secret: SECRET, code, now, lastStep: -1 })).toBe(step);
    }
    for (const off of [-60, 60, 90, 3600]) {
      const now = at(second + off);
      expect(matchStep({ secret: SECRET, code, now, lastStep: -1 })).toBeNull();
    }
    expect(codeAt(SECRET, at(second))).toBe(code);
  });
}

Deno.test("matchStep() takes no step again, nor one before it", () => {
  const now = at(1111111111);
  const step = stepOf(now);
  const code = codeAt(SECRET, now);
  const before = codeAt(SECRET, now.subtract({ seconds: 30 }));
  const after = codeAt(SECRET, now.add({ seconds: 30 }));

  expect(matchStep({ secret: SECRET, code, now, lastStep: step - 1 })).toBe(step);
  expect(matchStep({ secret: SECRET, code, now, lastStep: step })).toBeNull();
  expect(matchStep({ secret: SECRET, code: before, now, lastStep: step })).toBeNull();
  expect(matchStep({ secret: SECRET, code: after, now, lastStep: step })).toBe(step + 1);
});

for (const code of ["", "05047", "0050471", "05047a", " 050471", "٠٥٠٤٧١", "-50471", "5047.1"]) {
  Deno.test(`matchStep() takes no ${JSON.stringify(code)} for a code`, () => {
    expect(matchStep({ secret: SECRET, code, now: at(1111111111), lastStep: -1 })).toBeNull();
  });
}

Deno.test("totpUri() names issuer, account and secret in the form that apps read", () => {
  const uri = new URL(
    totpUri({ secret: SECRET, issuer: "Cloud & Nest", label: "a+b@example.com" }),
  );

  expect(uri.protocol + "//" + uri.host).toBe("otpauth://totp");
  expect(decodeURIComponent(uri.pathname)).toContain("a+b@example.com");
  expect(uri.searchParams.get("issuer")).toBe("Cloud & Nest");
  expect(uri.searchParams.get("secret")).toBe(SECRET);
  expect(uri.searchParams.get("digits")).toBe("6");
  expect(uri.searchParams.get("period")).toBe("30");
});
