/**
 * Ranges of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3), parsed to their exact form: no leading zeros,
 * no zones, no bits behind the prefix. An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
 */

const BITS = { 4: 32, 6: 128 } as const;

interface Address {
  version: 4 | 6;
  value: bigint;
}

/** A range, or a sentence on what is wrong with it. */
export type ParsedRange = { ok: true; range: string } | { ok: false; message: string };

/** The one form of a typed range: `192.0.2.0/24`, `2001:db8::/32`; a single address becomes `/32` or `/128`. */
export function parseRange(typed: string): ParsedRange {
  const [host = "", length, ...rest] = typed.split("/");
  const address = rest.length === 0 ? parseAddress(host) : null;
  if (!address) return wrong(`“${short(typed)}” isn't an address or range such as 192.0.2.0/24.`);
  if (address.version === 4 && host.includes(":")) {
    return wrong(`Write “${short(typed)}” as an IPv4 address or range.`);
  }
  const bits = BITS[address.version];
  if (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length) || Number(length ?? bits) > bits) {
    return wrong(`The number after the slash of “${short(typed)}” goes from 0 to ${bits}.`);
  }
  const prefix = Number(length ?? bits);
  const start = address.value & maskOf(prefix, bits);
  const range = `${print({ version: address.version, value: start })}/${prefix}`;
  return start === address.value
    ? { ok: true, range }
    : wrong(`“${short(typed)}” is no start of a range. Did you mean ${range}?`);
}

/** Whether an address lies in a range that `parseRange()` made. What isn't an address lies in none. */
export function isInRange(ip: string, range: string): boolean {
  const address = parseAddress(ip);
  const [host = "", length = ""] = range.split("/");
  const start = parseAddress(host);
  if (!address || !start || address.version !== start.version) return false;
  return (address.value & maskOf(Number(length), BITS[start.version])) === start.value;
}

function parseAddress(text: string): Address | null {
  return text.includes(":") ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = value << 8n | BigInt(part);
  }
  return { version: 4, value };
}

/** URL's parser is strict about IPv6 and gives its canonical form (RFC 5952). */
function parseV6(text: string): Address | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !URL.canParse(`http://[${text}]/`)) return null;
  const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const groups = (part: string) => part === "" ? [] : part.split(":");
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const missing = new Array<string>(8 - before.length - after.length).fill("0");
  let value = 0n;
  for (const group of [...before, ...missing, ...after]) {
    value = value << 16n | BigInt(`0x${group}`);
  }
  const isMapped = value >> 32n === 0xffffn;
  return isMapped ? { version: 4, value: value & 0xffffffffn } : { version: 6, value };
}

function print({ version, value }: Address): string {
  if (version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String(value >> shift & 255n)).join(".");
  }
  const groups = Array.from(
    { length: 8 },
    (_, i) => (value >> BigInt(112 - 16 * i) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(":")}]/`).hostname.slice(1, -1);
}

function maskOf(prefix: number, bits: number): bigint {
  return (1n << BigInt(prefix)) - 1n << BigInt(bits - prefix);
}

function short(text: string): string {
  return text.length > 50 ? `${text.slice(0, 50)}…` : text;
}

function wrong(message: string): ParsedRange {
  return { ok: false, message };
}
