/** What the plans of one family have in common, so that the seed lists only how they differ. */
import { money } from "../shared/money.ts";
import type { Plan } from "./model.ts";
import { LINUX, SERVER_PANELS, WINDOWS } from "./seed_platforms.ts";
import { type Seed, SEED_CURRENCY, terms } from "./seed_terms.ts";

const EVERYWHERE = ["fra1", "ams1", "hel1", "lon1", "nyc1", "sin1"];

/** A virtual server. */
export function vps(
  seed:
    & Pick<Seed<Plan>, "slug" | "name" | "tagline" | "isFeatured">
    & { cores: number; memoryGb: number; diskGb: number; trafficTb: number; monthlyMinor: number },
): Seed<Plan> {
  const { cores, memoryGb, diskGb, trafficTb, monthlyMinor, ...rest } = seed;
  return {
    ...rest,
    family: "vps",
    specs: {
      cpuCores: cores,
      cpuModel: "AMD EPYC 9004",
      memoryMb: memoryGb * 1024,
      diskGb,
      diskKind: "NVMe",
      trafficTb,
      portMbps: 1000,
    },
    highlights: [
      { label: "Processor", value: `${cores} vCPU, AMD EPYC 9004` },
      { label: "Memory", value: `${memoryGb} GB DDR5 ECC` },
      { label: "Storage", value: `${diskGb} GB NVMe, RAID 10` },
      { label: "Traffic", value: `${trafficTb} TB a month` },
      { label: "Network port", value: "1 Gbit/s" },
      { label: "Addresses", value: "1 IPv4, 1 IPv6 /64" },
      { label: "Virtualisation", value: "KVM" },
      { label: "Snapshots", value: "3 included" },
      { label: "DDoS protection", value: "Included" },
    ],
    prices: terms(monthlyMinor),
    setupFee: money(0, SEED_CURRENCY),
    trialDays: 0,
    platform: null,
    os: LINUX,
    panels: SERVER_PANELS,
    addons: ["ssl", "ssl-wildcard", "backups", "ipv4"],
    datacenters: EVERYWHERE,
  };
}

/** Hosting on a platform that we run. */
export function shared(
  seed:
    & Pick<Seed<Plan>, "slug" | "name" | "tagline" | "isFeatured" | "platform" | "addons">
    & {
      cores: number;
      memoryGb: number;
      diskGb: number;
      sites: string;
      mailboxes: string;
      databases: string;
      platformName: string;
      monthlyMinor: number;
    },
): Seed<Plan> {
  const {
    cores,
    memoryGb,
    diskGb,
    sites,
    mailboxes,
    databases,
    platformName,
    monthlyMinor,
    ...rest
  } = seed;
  return {
    ...rest,
    family: "shared",
    specs: {
      cpuCores: cores,
      cpuModel: "AMD EPYC 9004",
      memoryMb: memoryGb * 1024,
      diskGb,
      diskKind: "NVMe",
      trafficTb: null,
      portMbps: 1000,
    },
    highlights: [
      { label: "Websites", value: sites },
      { label: "Storage", value: `${diskGb} GB NVMe` },
      { label: "Mailboxes", value: mailboxes },
      { label: "Databases", value: databases },
      { label: "Traffic", value: "Unmetered, fair use" },
      { label: "Processor", value: `${cores} vCPU guaranteed` },
      { label: "Memory", value: `${memoryGb} GB guaranteed` },
      { label: "Platform", value: platformName },
      { label: "Certificates", value: "Let's Encrypt included" },
      { label: "Backups", value: "Daily, kept for 14 days" },
    ],
    prices: terms(monthlyMinor),
    setupFee: money(0, SEED_CURRENCY),
    trialDays: 0,
    os: [],
    panels: [],
    datacenters: ["fra1", "ams1", "nyc1"],
  };
}

/** A machine, or the part of one, for one customer alone. */
export function dedicated(
  seed:
    & Pick<Seed<Plan>, "slug" | "name" | "tagline" | "isFeatured" | "datacenters">
    & {
      cores: number;
      cpuModel: string;
      memoryGb: number;
      diskGb: number;
      storage: string;
      trafficTb: number | null;
      kind: string;
      delivery: string;
      monthlyMinor: number;
      setupMinor: number;
    },
): Seed<Plan> {
  const {
    cores,
    cpuModel,
    memoryGb,
    diskGb,
    storage,
    trafficTb,
    kind,
    delivery,
    monthlyMinor,
    setupMinor,
    ...rest
  } = seed;
  return {
    ...rest,
    family: "dedicated",
    specs: {
      cpuCores: cores,
      cpuModel,
      memoryMb: memoryGb * 1024,
      diskGb,
      diskKind: "NVMe",
      trafficTb,
      portMbps: 1000,
    },
    highlights: [
      { label: "Kind", value: kind },
      { label: "Processor", value: `${cores} dedicated cores, ${cpuModel}` },
      { label: "Memory", value: `${memoryGb} GB DDR5 ECC` },
      { label: "Storage", value: storage },
      { label: "Traffic", value: trafficTb === null ? "Unmetered" : `${trafficTb} TB a month` },
      { label: "Network port", value: "1 Gbit/s" },
      { label: "Addresses", value: "1 IPv4, 1 IPv6 /64" },
      { label: "Remote console", value: "Included" },
      { label: "DDoS protection", value: "Included" },
      { label: "Delivery", value: delivery },
    ],
    prices: terms(monthlyMinor),
    setupFee: money(setupMinor, SEED_CURRENCY),
    trialDays: 0,
    platform: null,
    os: [...LINUX, ...WINDOWS],
    panels: SERVER_PANELS,
    addons: ["ssl", "ssl-wildcard", "backups-xl", "ipv4"],
  };
}
