/**
 * How many guesses a password takes, by zxcvbn: the maintained port of it, with its lists of common passwords, names and
 * English words. The lists take a second and 60 MB to load, so this module is imported when the first password comes.
 */
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as english } from "@zxcvbn-ts/language-en";

/** More than enough to judge by, and little enough to be quick. */
const MAX_JUDGED_LENGTH = 64;

const judge = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  maxLength: MAX_JUDGED_LENGTH,
});

/** The decimal logarithm of the guesses; `known` are words that whoever attacks this person tries first. */
export function guessesLog10(password: string, known: readonly string[]): number {
  return judge.check(password.slice(0, MAX_JUDGED_LENGTH), [...known]).guessesLog10;
}
