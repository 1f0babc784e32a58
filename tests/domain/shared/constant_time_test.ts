/**
 * Secrets are compared in a time that doesn't tell where they differ. What is compared with `===` beside the name of a
 * secret is listed here with the reason why its time tells nobody anything; a new line of that kind fails.
 */
import { expect } from "expect";
import { digestOf, isSameText } from "@/domain/shared/digest.ts";

const ROOTS = ["domain", "routes"].map((name) => new URL(import.meta.resolve(`@/${name}/`)));
const SECRET = "(?:\\w*(?:[hH]ash|[dD]igest|[tT]oken|[sS]ecret|[sS]ignature|[pP]assword|[oO]tp))";
const COMPARED = new RegExp(
  `(?:\\b[\\w.?!]*\\.?${SECRET}\\)?\\s*(?:===|!==)\\s*(?!null|undefined|""|"|'|\\d|true|false))` +
    `|(?:(?:===|!==)\\s*[\\w.?!]*\\b${SECRET}\\b(?!\\())`,
);
/** Texts that say that it is no comparison of two secrets. */
const HARMLESS = /typeof|=== null|!== null|=== undefined|!== undefined|=== ""|!== ""|=== "|!== "/;

/** Where both sides come from the database or from this process, so that nobody outside can try values. */
const BOTH_OURS: Record<string, string> = {
  "domain/crypto/cursor.ts": "hashes of blocks, which are public",
  "domain/crypto/scan_block.ts": "hashes of blocks, which are public",
  "domain/crypto/watch_ethereum.ts": "hashes of blocks, which are public",
  "domain/invoice/seal.ts": "both digests are of what is stored: nobody sends one",
  "domain/job/run_due_jobs.ts": "the lease is this process's own",
  "domain/ledger/audit_wallets.ts": "both hashes are computed from the books",
  "domain/letterhead/read_letterhead.ts": "a checksum of a picture, which stands in print",
  "domain/operations/backup_file.ts": "a checksum, which anybody can compute",
  "domain/session/change_email.ts": "whether the stored hash changed since it was read",
  "domain/session/change_password.ts": "whether the stored hash changed since it was read",
  "domain/session/log_in.ts": "whether the stored hash changed since it was read",
  "domain/session/new_password.ts": "whether the stored hash changed since it was read",
  "domain/privacy/request_erasure.ts": "whether the stored hash changed since it was read",
  "domain/second_factor/check_person.ts": "whether the stored hash changed since it was read",
  "domain/second_factor/manage.ts": "a list entry of the owner's, named by its digest",
  "domain/session/known_devices.ts": "a digest: knowing where it differs leads to no cookie",
};

async function* sources(root: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(root)) {
    const url = new URL(isDirectory ? `${name}/` : name, root);
    if (isDirectory) yield* sources(url);
    else if (/\.tsx?$/.test(name)) yield url;
  }
}

Deno.test("nothing that somebody sends is compared with a secret by ===", async () => {
  const found: string[] = [];
  for (const root of ROOTS) {
    for await (const url of sources(root)) {
      const path = url.pathname.slice(url.pathname.search(/(domain|routes)\//));
      for (const line of (await Deno.readTextFile(url)).split("\n")) {
        if (/^\s*(\*|\/\/|\/\*)/.test(line) || HARMLESS.test(line)) continue;
        if (COMPARED.test(line) && !BOTH_OURS[path]) found.push(`${path}: ${line.trim()}`);
      }
    }
  }

  expect(found).toEqual([]);
});

Deno.test("the search for such comparisons finds them", () => {
  for (
    const line of [
      "if (typed === stored.tokenHash) return ok(x);",
      "return token === expected;",
      "const isRight = input.secret !== secret;",
      "return account?.passwordHash === hash;",
    ]
  ) {
    expect([line, COMPARED.test(line)]).toEqual([line, true]);
  }
  expect(COMPARED.test("if (order.status === status) return;")).toBe(false);
});

Deno.test("isSameText() agrees with === for texts of any length", () => {
  const texts = ["", "a", "b", "ab", "a".repeat(1000), `${"a".repeat(999)}b`, "ä", "\0"];

  for (const one of texts) {
    for (const other of texts) {
      expect([one, other, isSameText(one, other)]).toEqual([one, other, one === other]);
    }
  }
  expect(digestOf("a")).toHaveLength(43);
});
