/**
 * Twind, set up once for a build: our tokens, Tailwind's preset, and the few utilities of newer
 * Tailwind that the preset lacks. Nothing of this runs while a page is served.
 */
import { twind, type TwindUserConfig, virtual } from "@twind/core";
import presetAutoprefix from "@twind/preset-autoprefix";
import presetTailwind from "@twind/preset-tailwind";
import { THEME } from "./theme.ts";

/** A compiler of class names: feed it with `add`, read the rules with `rules`. */
export interface ClassCompiler {
  /** Adds one class; false when it names no rule. */
  add(className: string): boolean;
  /** Rules in cascade order, without twind's bookkeeping comments. */
  rules(): string[];
}

const CONFIG = {
  presets: [presetAutoprefix(), presetTailwind({ disablePreflight: false })],
  hash: false,
  darkMode: "class",
  theme: THEME,
  variants: [["has-checked", "&:has(:checked)"], ["acting", "[data-acting] &"]],
  rules: [
    ["size-(\\d+(?:\\.\\d+)?)", (match: string[]) => square(`${Number(match[1]) / 4}rem`)],
    ["size-\\[([^\\]]+)]", (match: string[]) => square(match[1]!)],
    ["size-full", square("100%")],
    ["max-h-none", { maxHeight: "none" }],
    ["text-balance", { textWrap: "balance" }],
    ["text-pretty", { textWrap: "pretty" }],
    ["wrap-anywhere", { overflowWrap: "anywhere" }],
  ],
};

function square(size: string) {
  return { width: size, height: size };
}

/** Drops the `/*!precedence,name*\/` mark that twind's virtual sheet puts before each rule. */
function withoutMark(rule: string): string {
  return rule.replace(/^\/\*!.*?\*\//, "");
}

/** A fresh compiler; nothing is shared between two of them. */
export function createCompiler(): ClassCompiler {
  const tw = twind(CONFIG as unknown as TwindUserConfig, virtual(true));
  tw("block");
  const known = new Map<string, boolean>([["block", true]]);
  return {
    add(className) {
      const seen = known.get(className);
      if (seen !== undefined) return seen;
      const before = tw.target.length;
      tw(className);
      const made = tw.target.length > before;
      known.set(className, made);
      return made;
    },
    rules: () => (tw.target as string[]).map(withoutMark),
  };
}
