/** How personal data is taken out of records that stay: texts that hold it make place for a mark, ids and times stay. */

/** What stands where a person's data was. */
export const ERASED = "[erased]";

/** Shorter texts are in too many others to be looked for. */
const MIN_LENGTH = 4;

/** Texts that a person can be known by, ready to be looked for. */
export function needlesOf(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim().toLowerCase()))]
    .filter((text) => text.length >= MIN_LENGTH);
}

/** Whether a text holds one of the needles, in any spelling of upper and lower case. */
export function holdsAny(text: string, needles: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return needles.some((needle) => lower.includes(needle));
}

/**
 * Whether a text names an address in any spelling, and not a longer one that ends or begins with it. An address is one
 * person's; names, networks and browsers are those of others too, and count only in records that are the person's.
 */
export function namesAddress(text: string, email: string): boolean {
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(email); at !== -1; at = lower.indexOf(email, at + 1)) {
    const isBegin = at === 0 || !/[\w.+-]/.test(lower[at - 1]!);
    if (isBegin && !/^(?:[\w-]|\.\w)/.test(lower.slice(at + email.length, at + email.length + 2))) {
      return true;
    }
  }
  return false;
}

/**
 * A copy of plain data in which each text with a needle in it, and each text under one of the `names`, is the mark.
 * Everything else stays as it is.
 */
export function withoutPerson<T>(
  value: T,
  options: { needles: readonly string[]; names?: ReadonlySet<string> },
): T {
  return blank(value, options) as T;
}

function blank(
  value: unknown,
  options: { needles: readonly string[]; names?: ReadonlySet<string> },
): unknown {
  if (typeof value === "string") return holdsAny(value, options.needles) ? ERASED : value;
  if (Array.isArray(value)) return value.map((each) => blank(each, options));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const isPersonal = options.names?.has(name) && typeof part === "string" && part !== "";
      return [name, isPersonal ? ERASED : blank(part, options)];
    }),
  );
}

/** Where a walk over records has come to, and whom it is about. */
export interface ErasePart {
  accountId: string;
  /** Their address, in its one form. */
  email: string;
  /** What else they are known by, perhaps not they alone: for records that are theirs. */
  needles: readonly string[];
  /** The last part of the key after which to go on; `null` at the beginning. */
  after: string | null;
}

/** What a part of a walk came to. */
export interface ErasedPart {
  /** Records that were changed. */
  changed: number;
  /** Where to go on; `null` at the end. */
  next: string | null;
}

/** Records that one part of a walk looks at. */
export const PART_SIZE = 200;
