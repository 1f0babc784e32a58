/** The seven plans that a new installation starts with, and what is in stock of each. */
import type { Plan } from "./model.ts";
import { dedicated, shared, vps } from "./seed_shapes.ts";
import type { Seed } from "./seed_terms.ts";

/** A plan with what is in stock by data center. */
export interface PlanSeed {
  plan: Seed<Plan>;
  stock: Record<string, number>;
}

/** The seven plans. */
export const PLAN_SEEDS: readonly PlanSeed[] = [
  {
    plan: vps({
      slug: "vps-start",
      name: "VPS Start",
      tagline: "A first server for a bot, a small site or a test bench.",
      isFeatured: false,
      cores: 2,
      memoryGb: 4,
      diskGb: 60,
      trafficTb: 10,
      monthlyMinor: 600,
    }),
    stock: { fra1: 120, ams1: 80, hel1: 60, lon1: 40, nyc1: 80, sin1: 30 },
  },
  {
    plan: vps({
      slug: "vps-grow",
      name: "VPS Grow",
      tagline: "Room for a shop, an API or several sites with real traffic.",
      isFeatured: true,
      cores: 4,
      memoryGb: 8,
      diskGb: 160,
      trafficTb: 20,
      monthlyMinor: 1200,
    }),
    stock: { fra1: 90, ams1: 60, hel1: 40, lon1: 25, nyc1: 60, sin1: 15 },
  },
  {
    plan: vps({
      slug: "vps-scale",
      name: "VPS Scale",
      tagline: "Databases, build servers and everything that is always busy.",
      isFeatured: false,
      cores: 8,
      memoryGb: 16,
      diskGb: 320,
      trafficTb: 30,
      monthlyMinor: 2400,
    }),
    stock: { fra1: 45, ams1: 30, hel1: 20, lon1: 10, nyc1: 30, sin1: 0 },
  },
  {
    plan: shared({
      slug: "web-start",
      name: "Web Start",
      tagline: "One website with mail, looked after by us.",
      isFeatured: false,
      platform: { os: "almalinux-10", panel: "directadmin" },
      addons: ["ssl"],
      cores: 1,
      memoryGb: 1,
      diskGb: 20,
      sites: "1 website",
      mailboxes: "25 mailboxes",
      databases: "2 databases",
      platformName: "DirectAdmin on AlmaLinux 10",
      monthlyMinor: 400,
    }),
    stock: { fra1: 400, ams1: 250, nyc1: 200 },
  },
  {
    plan: shared({
      slug: "web-business",
      name: "Web Business",
      tagline: "All the sites of a company or an agency's clients in one place.",
      isFeatured: true,
      platform: { os: "almalinux-9", panel: "cpanel" },
      addons: ["ssl", "ssl-wildcard"],
      cores: 2,
      memoryGb: 4,
      diskGb: 100,
      sites: "25 websites",
      mailboxes: "250 mailboxes",
      databases: "50 databases",
      platformName: "cPanel on AlmaLinux 9",
      monthlyMinor: 1000,
    }),
    stock: { fra1: 200, ams1: 120, nyc1: 100 },
  },
  {
    plan: dedicated({
      slug: "vds-pro",
      name: "VDS Pro",
      tagline: "Cores, memory and disks that nobody else touches, delivered like a VPS.",
      isFeatured: true,
      datacenters: ["fra1", "ams1", "hel1", "nyc1", "sin1"],
      cores: 8,
      cpuModel: "AMD EPYC 9354",
      memoryGb: 32,
      diskGb: 500,
      storage: "500 GB NVMe, RAID 10",
      trafficTb: 40,
      kind: "Virtual dedicated server",
      delivery: "Within 4 hours of payment",
      monthlyMinor: 5800,
      setupMinor: 0,
    }),
    stock: { fra1: 18, ams1: 12, hel1: 8, nyc1: 10, sin1: 4 },
  },
  {
    plan: dedicated({
      slug: "dedicated-core",
      name: "Dedicated Core",
      tagline: "A whole machine for the heaviest work, built to order.",
      isFeatured: false,
      datacenters: ["fra1", "ams1", "hel1", "nyc1"],
      cores: 16,
      cpuModel: "AMD Ryzen 9 9950X",
      memoryGb: 128,
      diskGb: 3840,
      storage: "2 × 1.92 TB NVMe, RAID 1 on request",
      trafficTb: null,
      kind: "Bare-metal server",
      delivery: "Within 2 working days of payment",
      monthlyMinor: 13_800,
      setupMinor: 4900,
    }),
    stock: { fra1: 6, ams1: 4, hel1: 3, nyc1: 0 },
  },
];
