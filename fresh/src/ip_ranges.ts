/** IP addresses and CIDR ranges (RFC 4291, RFC 4632), compared as numbers. */

/** A parsed address: 32 bits for version 4, 128 for version 6. */
export interface IpAddress {
  version: 4 | 6;
  value: bigint;
}

/** A range of addresses. */
export interface IpRange extends IpAddress {
  /** Bits that the addresses of the range share. */
  prefixLength: number;
}

const MAPPED_V4_PREFIX = 0xffffn;

/** Parses an address, or answers `null`. An IPv4 address in IPv6 form (`::ffff:1.2.3.4`) is the IPv4 one. */
export function parseIp(text: string): IpAddress | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return { version: 4, value: v4 };
  const v6 = parseIpv6(text.replace(/%.*$/, ""));
  if (v6 === null) return null;
  if (v6 >> 32n === MAPPED_V4_PREFIX) {
    return { version: 4, value: v6 & 0xffffffffn };
  }
  return { version: 6, value: v6 };
}

/** Parses `10.0.0.0/8`, `2001:db8::/32` or a single address; throws a `TypeError` for anything else. */
export function parseIpRange(text: string): IpRange {
  const [address = "", length] = text.trim().split("/");
  const ip = parseIp(address);
  const isMapped = ip?.version === 4 && address.includes(":");
  const bits = ip?.version === 4 ? 32 : 128;
  const given = length === undefined ? bits : Number(length) - (isMapped ? 96 : 0);
  const isLength = length === undefined || /^\d{1,3}$/.test(length);
  if (ip === null || !isLength || given < 0 || given > bits) {
    throw new TypeError(`Not an IP address or range: "${text}"`);
  }
  return { ...ip, prefixLength: given };
}

/** Whether an address lies in a range. */
export function isInRange(ip: IpAddress, range: IpRange): boolean {
  if (ip.version !== range.version) return false;
  const shift = BigInt((ip.version === 4 ? 32 : 128) - range.prefixLength);
  return ip.value >> shift === range.value >> shift;
}

function parseIpv4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return null;
    value = value << 8n | BigInt(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0]!);
  const tail = halves.length === 2 ? parseGroups(halves[1]!) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  return groups.reduce((value, group) => value << 16n | BigInt(group), 0n);
}

/** Groups of 16 bits; the last two may be written as an IPv4 address. */
function parseGroups(text: string): number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const v4 = i === parts.length - 1 ? parseIpv4(part) : null;
    if (v4 !== null) groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(parseInt(part, 16));
    else return null;
  }
  return groups;
}
