/** Joins class names; falsy parts fall away, so that a condition can stand in the list. */
export function cx(...parts: Array<string | false | null | undefined>): string {
  return parts.filter(Boolean).join(" ");
}
