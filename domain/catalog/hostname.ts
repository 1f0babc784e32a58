/** Host names as RFC 952 and RFC 1123 (section 2.1) have them, and as RFC 1034 limits their length. */

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_LENGTH = 253;

/**
 * What is wrong with a full host name, as a sentence; `null` if nothing is. It needs two labels or more, and a last
 * one that isn't all digits (RFC 3696 section 2), so that it can't be taken for an address.
 */
export function hostnameProblem(text: string): string | null {
  const name = normalizeHostname(text);
  if (name === "") return "Enter a hostname such as server1.example.com.";
  if (name.length > MAX_LENGTH) return "A hostname has 253 characters at most.";
  const labels = name.split(".");
  if (labels.length < 2) {
    return "Enter the full hostname with its domain, such as server1.example.com.";
  }
  if (!labels.every((label) => LABEL.test(label))) {
    return "Between dots stand 1 to 63 letters a to z, digits or hyphens, no hyphen first or last.";
  }
  if (/^\d+$/.test(labels.at(-1)!)) {
    return "A hostname ends with a domain such as .com, not with a number.";
  }
  return null;
}

/** A hostname as it is stored and compared: without blanks around it, in small letters. */
export function normalizeHostname(text: string): string {
  return text.trim().toLowerCase();
}
