/**
 * Whether a new password is good enough: by how hard it is to guess, not by which characters it has (NIST SP 800-63B
 * section 3.1.1.2).
 */
import { invalid, ok, type Result, type ValidationError } from "@/domain/shared/result.ts";
import { normalisePassword } from "./model.ts";

/** 10^8 guesses: out of reach through the log-in's limits, and slow work with stolen hashes. */
const MIN_GUESSES_LOG10 = 8;
/** Words of this site that people put into its passwords. */
const SITE_WORDS = ["cloudnest", "cloud", "nest", "server", "hosting"];

/**
 * Refuses a password that is common, or made of what everybody knows of its owner. The error is about the field
 * `password`.
 */
export async function checkPassword(
  password: string,
  owner: { name: string; email: string },
): Promise<Result<void, ValidationError>> {
  const text = normalisePassword(password);
  const { guessesLog10 } = await import("./password_guesses.ts");
  if (guessesLog10(text, wordsOf(owner)) >= MIN_GUESSES_LOG10) return ok(undefined);
  return invalid({
    password: "This password is easy to guess. Put together a few words that only you would.",
  });
}

function wordsOf({ name, email }: { name: string; email: string }): string[] {
  const words = `${name} ${email}`.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) =>
    word.length > 2
  );
  const joined = name.toLowerCase().replace(/\s/g, "");
  return [...new Set([...SITE_WORDS, email, joined, ...words])].filter((word) => word !== "");
}
