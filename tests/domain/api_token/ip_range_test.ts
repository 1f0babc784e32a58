import { expect } from "expect";
import fc from "fast-check";
import { BlockList } from "node:net";
import { isInRange, parseRange } from "@/domain/api_token/ip_range.ts";

function rangeOf(typed: string): string | null {
  const parsed = parseRange(typed);
  return parsed.ok ? parsed.range : null;
}

const good: [typed: string, range: string][] = [
  ["192.0.2.0/24", "192.0.2.0/24"],
  ["192.0.2.1", "192.0.2.1/32"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["255.255.255.255/32", "255.255.255.255/32"],
  ["2001:DB8::/32", "2001:db8::/32"],
  ["2001:db8:0:0:0:0:0:1", "2001:db8::1/128"],
  ["::/0", "::/0"],
  ["::1", "::1/128"],
  ["fe80::/10", "fe80::/10"],
];

for (const [typed, range] of good) {
  Deno.test(`parseRange() reads ${typed}`, () => expect(rangeOf(typed)).toBe(range));
}

const bad = [
  "",
  "192.0.2",
  "192.0.2.1.1",
  "192.0.2.256",
  "192.0.02.1",
  "0192.0.2.1",
  "0xc0.0.2.1",
  "3221225985",
  "192.0.2.0/33",
  "192.0.2.0/-1",
  "192.0.2.0/024",
  "192.0.2.0/24/24",
  "192.0.2.0/",
  "192.0.2.0/2 4",
  "192.0.2.1/24",
  "2001:db8::1/64",
  "2001:db8::/129",
  "2001:db8:::/32",
  "::1::",
  "fe80::1%eth0",
  "[::1]",
  "::ffff:192.0.2.1",
  "::ffff:192.0.2.0/120",
  "g::1",
  "example.com",
  "localhost",
  "*",
  "192.0.2.*",
];

for (const typed of bad) {
  Deno.test(`parseRange() refuses "${typed}" with a sentence`, () => {
    const parsed = parseRange(typed);
    expect(parsed).toEqual({ ok: false, message: expect.stringMatching(/^\S.*[.?]$/) });
  });
}

Deno.test("parseRange() names the range that was meant", () => {
  expect(parseRange("192.0.2.77/24")).toMatchObject({
    message: expect.stringContaining("192.0.2.0/24"),
  });
});

const v4 = fc.ipV4();
const v6 = fc.ipV6();

Deno.test("isInRange() agrees with node:net about IPv4", () => {
  fc.assert(fc.property(v4, v4, fc.integer({ min: 0, max: 32 }), (host, ip, prefix) => {
    const range = startOf(host, prefix);
    const list = new BlockList();
    list.addSubnet(host, prefix, "ipv4");
    expect(isInRange(ip, range)).toBe(list.check(ip, "ipv4"));
    expect(isInRange(host, range)).toBe(true);
    expect(isInRange(`::ffff:${host}`, range)).toBe(true);
  }));
});

Deno.test("isInRange() agrees with node:net about IPv6", () => {
  fc.assert(fc.property(v6, v6, fc.integer({ min: 0, max: 128 }), (host, ip, prefix) => {
    fc.pre(!isMapped(host) && !isMapped(ip));
    const range = startOf(host, prefix);
    const list = new BlockList();
    list.addSubnet(host, prefix, "ipv6");
    expect(isInRange(ip, range)).toBe(list.check(ip, "ipv6"));
    expect(isInRange(host, range)).toBe(true);
  }));
});

Deno.test("isInRange() takes nothing that isn't an address, and no address of the other version", () => {
  for (const ip of ["", "unknown", "192.0.2", "fe80::1%eth0", "192.0.2.1, 10.0.0.1"]) {
    expect([ip, isInRange(ip, "0.0.0.0/0"), isInRange(ip, "::/0")]).toEqual([ip, false, false]);
  }
  expect(isInRange("::1", "0.0.0.0/0")).toBe(false);
  expect(isInRange("192.0.2.1", "::/0")).toBe(false);
});

/** The range around a host: what parseRange() proposes, or the host's own when it is a start already. */
function startOf(host: string, prefix: number): string {
  const parsed = parseRange(`${host}/${prefix}`);
  if (parsed.ok) return parsed.range;
  const meant = /Did you mean (\S+)\?$/.exec(parsed.message)?.[1];
  if (!meant) throw new Error(parsed.message);
  return meant;
}

function isMapped(ip: string): boolean {
  return new URL(`http://[${ip}]/`).hostname.startsWith("[::ffff:");
}
