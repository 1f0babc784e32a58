/**
 * Password hashes: scrypt (RFC 7914), off the event loop, stored with their parameters as
 * `$scrypt$ln=17,r=8,p=1$<salt>$<hash>`. One hash takes 128 MiB at the default cost, so only a few run at once.
 */
import { scrypt, timingSafeEqual } from "node:crypto";
import type { Deps } from "@/domain/shared/deps.ts";
import { normalisePassword } from "./model.ts";

const SALT_BYTES = 16;
const HASH_BYTES = 32;
const HASHES_AT_ONCE = 2;
const STORED = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

interface Cost {
  n: number;
  r: number;
  p: number;
}

/** The hash of a new password, as it is stored. */
export async function hashPassword(
  deps: Pick<Deps, "config" | "ids" | "lanes">,
  password: string,
): Promise<string> {
  const { n, r, p } = deps.config.scrypt;
  const salt = deps.ids.token(SALT_BYTES);
  const hash = await derive(deps, password, { salt, cost: { n, r, p } });
  return `$scrypt$ln=${Math.log2(n)},r=${r},p=${p}$${salt}$${encode(hash)}`;
}

/**
 * Whether the password is the one that was hashed, and whether it should be hashed anew because the cost has
 * changed. Without a stored hash it does the same work and says no, so that an unknown account takes as long.
 */
export async function verifyPassword(
  deps: Pick<Deps, "config" | "ids" | "lanes">,
  password: string,
  stored: string | null,
): Promise<{ isMatch: boolean; needsRehash: boolean }> {
  if (stored === null) {
    await hashPassword(deps, password);
    return { isMatch: false, needsRehash: false };
  }
  const { cost, salt, hash } = parse(stored);
  const isMatch = timingSafeEqual(await derive(deps, password, { salt, cost }), hash);
  const wanted = deps.config.scrypt;
  const isCurrent = cost.n === wanted.n && cost.r === wanted.r && cost.p === wanted.p;
  return { isMatch, needsRehash: isMatch && !isCurrent };
}

function parse(stored: string): { cost: Cost; salt: string; hash: Uint8Array } {
  const [, ln, r, p, salt, hash] = STORED.exec(stored) ?? [];
  if (!ln || !salt || !hash) throw new Error("not a password hash");
  return {
    cost: { n: 2 ** Number(ln), r: Number(r), p: Number(p) },
    salt,
    hash: Uint8Array.fromBase64(hash, { alphabet: "base64url" }),
  };
}

function derive(
  deps: Pick<Deps, "lanes">,
  password: string,
  { salt, cost }: { salt: string; cost: Cost },
): Promise<Uint8Array> {
  const options = { N: cost.n, r: cost.r, p: cost.p, maxmem: 256 * cost.n * cost.r };
  return deps.lanes.share("password_hash", HASHES_AT_ONCE, () =>
    new Promise((resolve, reject) => {
      scrypt(normalisePassword(password), salt, HASH_BYTES, options, (error, hash) => {
        if (error) reject(error);
        else resolve(new Uint8Array(hash));
      });
    }));
}

function encode(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}
