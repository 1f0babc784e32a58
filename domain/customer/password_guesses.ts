/**
 * How many guesses a password takes, by zxcvbn: the maintained port of it, with its lists of common passwords, names and
 * English words. The lists take a second and 60 MB to load, so this module is imported when the first password comes.
 */
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";

/**
 * How much of a password is judged: enough for any that is too easy, and little enough for the judge, whose work grows fast
 * with the length and with the ways to read signs as letters, to leave others their turn.
 */
const MAX_JUDGED_LENGTH = 24;
const MAX_SUBSTITUTIONS = 8;

const judge = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  maxLength: MAX_JUDGED_LENGTH,
  l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
});

/** The decimal logarithm of the guesses; `known` are words that whoever attacks this person tries first. */
export function guessesLog10(password: string, known: readonly string[]): number {
  return judge.check(password.slice(0, MAX_JUDGED_LENGTH), [...known]).guessesLog10;
}
