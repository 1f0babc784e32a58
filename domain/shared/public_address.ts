/**
 * Which IP addresses are somebody else's machine on the internet, and which belong to this machine, its network or its
 * provider: from IANA's registries of special-purpose addresses (RFC 6890), of which every block counts as not public.
 */
import { BlockList, isIP } from "node:net";

const SPECIAL_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];

/** All unicast addresses of the internet are within this block (RFC 4291). */
const GLOBAL_V6 = ["2000::/3"];

/** Blocks within it that lead elsewhere: protocol assignments with Teredo, documentation, 6to4, AS112. */
const SPECIAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"];

const LINK_LOCAL = ["169.254.0.0/16", "fe80::/10"];

const specialV4 = blockList(SPECIAL_V4);
const globalV6 = blockList(GLOBAL_V6);
const specialV6 = blockList(SPECIAL_V6);
const linkLocal = blockList(LINK_LOCAL);

/** Whether an address is one of the public internet; an IPv4 address inside an IPv6 one is not. */
export function isPublicAddress(ip: string): boolean {
  switch (isIP(ip)) {
    case 4:
      return !specialV4.check(ip, "ipv4");
    case 6:
      return globalV6.check(ip, "ipv6") && !specialV6.check(ip, "ipv6");
    default:
      return false;
  }
}

/** Whether an address is link-local: where clouds answer with the credentials of the machine that asks. */
export function isLinkLocal(ip: string): boolean {
  return linkLocal.check(ip, isIP(ip) === 6 ? "ipv6" : "ipv4");
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [address = "", bits] = subnet.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}
