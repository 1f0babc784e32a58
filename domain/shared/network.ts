/** The network that a request comes from, as limits count it: one IPv4 address, or an IPv6 /64. */

/** The network of what is no address. */
export const UNKNOWN_NETWORK = "unknown";

/**
 * The part of an IP address that one customer of a provider can't change at will: the whole IPv4 address, the first
 * 64 bits of an IPv6 address; `unknown` for anything else.
 */
export function networkOf(ip: string): string {
  const address = ip.replace(/%.*$/, "");
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return address;
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(`http://[${address}]/`)) {
    return UNKNOWN_NETWORK;
  }
  const groups = expand(new URL(`http://[${address}]/`).hostname.slice(1, -1));
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  }
  return `${groups.slice(0, 4).map((group) => group.toString(16)).join(":")}::/64`;
}

/** The eight groups of an IPv6 address in its canonical form (RFC 5952), which URL gives. */
function expand(canonical: string): number[] {
  const [head = "", tail] = canonical.split("::");
  const groups = (text: string) =>
    text === "" ? [] : text.split(":").map((group) => parseInt(group, 16));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const missing = Math.max(8 - before.length - after.length, 0);
  return [...before, ...new Array<number>(missing).fill(0), ...after];
}
