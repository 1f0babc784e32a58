/** What a client takes for an answer (RFC 9110 section 12.5.1). */

const JSON_RANGES = ["application/json", "application/*", "*/*"];

/** Whether an `Accept` header leaves room for JSON: the most exact range that speaks of it decides. */
export function acceptsJson(header: string | null): boolean {
  if (header === null || header.trim() === "") return true;
  const ranges = new Map<string, boolean>();
  for (const part of header.toLowerCase().split(",")) {
    const [range = "", ...parameters] = part.split(";").map((text) => text.trim());
    const isRefused = parameters.some((text) => /^q *= *0(\.0{0,3})?$/.test(text));
    ranges.set(range, !isRefused);
  }
  for (const range of JSON_RANGES) {
    const isWanted = ranges.get(range);
    if (isWanted !== undefined) return isWanted;
  }
  return false;
}
