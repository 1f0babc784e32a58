import { expect } from "expect";
import { hostnameProblem } from "@/domain/catalog/mod.ts";

const GOOD = [
  "server1.example.com",
  "a.b",
  "3com.example",
  "xn--mnchen-3ya.de",
  "SERVER1.Example.COM",
  "  padded.example.com ",
  `${"a".repeat(63)}.example.com`,
  [63, 63, 63, 61].map((length) => "a".repeat(length)).join("."),
];

const BAD = [
  "",
  " ",
  "localhost",
  "example.com.",
  ".example.com",
  "a..example.com",
  "under_score.example.com",
  "-a.example.com",
  "a-.example.com",
  "münchen.de",
  "a b.example.com",
  "1.2.3.4",
  "server.123",
  "2001:db8::1",
  "a.example.com/path",
  "a.example.com:22",
  "<script>.example.com",
  "a\n.example.com",
  "a\0.example.com",
  `${"a".repeat(64)}.example.com`,
  [63, 63, 63, 62].map((length) => "a".repeat(length)).join("."),
];

for (const name of GOOD) {
  Deno.test(`hostnameProblem() has nothing against ${JSON.stringify(name.slice(0, 30))}`, () => {
    expect(hostnameProblem(name)).toBe(null);
  });
}

for (const name of BAD) {
  Deno.test(`hostnameProblem() refuses ${JSON.stringify(name.slice(0, 30))} with a sentence`, () => {
    expect(hostnameProblem(name)).toMatch(/^[A-Z].*\.$/);
  });
}
