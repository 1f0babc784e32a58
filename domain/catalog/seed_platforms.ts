/** Data centers, operating systems, control panels and add-ons that a new installation starts with. */
import type { Addon, Datacenter, OsImage, Panel } from "./model.ts";
import { type Seed, terms } from "./seed_terms.ts";

const TIER = "Tier III, ISO/IEC 27001";

/** Places. */
export const DATACENTER_SEEDS: readonly Seed<Datacenter>[] = [
  place("fra1", { city: "Frankfurt", country: "Germany", countryCode: "DE", region: "Europe" }),
  place("ams1", { city: "Amsterdam", country: "Netherlands", countryCode: "NL", region: "Europe" }),
  place("hel1", { city: "Helsinki", country: "Finland", countryCode: "FI", region: "Europe" }),
  place("lon1", { city: "London", country: "United Kingdom", countryCode: "GB", region: "Europe" }),
  place("nyc1", {
    city: "New York",
    country: "United States",
    countryCode: "US",
    region: "North America",
  }),
  place("sin1", { city: "Singapore", country: "Singapore", countryCode: "SG", region: "Asia" }),
];

function place(
  slug: string,
  where: Omit<Seed<Datacenter>, "slug" | "tier">,
): Seed<Datacenter> {
  return { slug, ...where, tier: TIER };
}

/** Systems that are maintained by their makers in November 2026. */
export const OS_IMAGE_SEEDS: readonly Seed<OsImage>[] = [
  { slug: "debian-13", name: "Debian", version: "13", family: "linux" },
  { slug: "ubuntu-26-04", name: "Ubuntu", version: "26.04 LTS", family: "linux" },
  { slug: "ubuntu-24-04", name: "Ubuntu", version: "24.04 LTS", family: "linux" },
  { slug: "almalinux-10", name: "AlmaLinux", version: "10", family: "linux" },
  { slug: "almalinux-9", name: "AlmaLinux", version: "9", family: "linux" },
  { slug: "rocky-10", name: "Rocky Linux", version: "10", family: "linux" },
  { slug: "fedora-44", name: "Fedora", version: "44", family: "linux" },
  { slug: "opensuse-leap-16", name: "openSUSE Leap", version: "16", family: "linux" },
  {
    slug: "windows-2025",
    name: "Windows Server",
    version: "2025 (your own licence)",
    family: "windows",
  },
];

/** Systems for every server. */
export const LINUX = OS_IMAGE_SEEDS.filter((os) => os.family === "linux").map((os) => os.slug);

/** Systems for machines with dedicated cores, which is what the licence counts. */
export const WINDOWS = OS_IMAGE_SEEDS.filter((os) => os.family === "windows").map((os) => os.slug);

/** Control panels. Each lists the systems that its maker supports. */
export const PANEL_SEEDS: readonly Seed<Panel>[] = [
  {
    slug: "cpanel",
    name: "cPanel",
    description: "The most widely known panel, with WHM for resellers.",
    prices: terms(2600),
    os: ["almalinux-10", "almalinux-9", "ubuntu-24-04"],
  },
  {
    slug: "plesk",
    name: "Plesk",
    description: "Sites, mail and WordPress tools, on Linux and on Windows.",
    prices: terms(1600),
    os: ["debian-13", "ubuntu-24-04", "almalinux-10", "almalinux-9", "windows-2025"],
  },
  {
    slug: "directadmin",
    name: "DirectAdmin",
    description: "Light and quick, a good fit for small servers.",
    prices: terms(800),
    os: ["debian-13", "ubuntu-24-04", "almalinux-10", "almalinux-9", "rocky-10"],
  },
];

/** Panels for every server. */
export const SERVER_PANELS = PANEL_SEEDS.map((panel) => panel.slug);

/** What can be ordered on top. */
export const ADDON_SEEDS: readonly Seed<Addon>[] = [
  {
    slug: "ssl",
    name: "SSL certificate",
    description: "A commercial certificate for one name, installed and renewed by us.",
    prices: terms(200),
    maxQuantity: 5,
  },
  {
    slug: "ssl-wildcard",
    name: "Wildcard SSL certificate",
    description: "One certificate for a domain and all names directly below it.",
    prices: terms(800),
    maxQuantity: 3,
  },
  {
    slug: "backups",
    name: "Daily backups",
    description: "A copy of the whole disk every night in another building, kept for 14 days.",
    prices: terms(300),
    maxQuantity: 1,
  },
  {
    slug: "backups-xl",
    name: "Backup storage, 2 TB",
    description: "Space on our backup servers, reached by rsync, SFTP or Borg.",
    prices: terms(1400),
    maxQuantity: 5,
  },
  {
    slug: "ipv4",
    name: "Extra IPv4 address",
    description: "Another public IPv4 address on the same server, with reverse DNS.",
    prices: terms(200),
    maxQuantity: 8,
  },
];
