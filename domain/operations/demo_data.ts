/** Who and what the demonstration set is made of. The addresses are ones that can't exist (RFC 2606, RFC 5737). */
import type { Selection } from "../catalog/mod.ts";

/** People, recognisable as made up. */
export const DEMO_CUSTOMERS = [
  { name: "Ada Sample (demo)", email: "ada@demo.example" },
  { name: "Bo Sample (demo)", email: "bo@demo.example" },
  { name: "Cleo Sample (demo)", email: "cleo@demo.example" },
  { name: "Dan Sample (demo)", email: "dan@demo.example" },
] as const;

/** How far an order of the set has come. */
export type DemoEnd = "pending" | "proof" | "expired" | "cancelled" | "paid" | "active";

/** One order of the set. */
export interface DemoOrder {
  /** Place in `DEMO_CUSTOMERS`. */
  customer: number;
  /** Placed that many days before the first start. */
  daysAgo: number;
  end: DemoEnd;
  method: "bank_transfer" | "crypto";
  selection: Selection;
}

const linux = { panel: "none", addons: [] };

/** At least one order in each state. */
export const DEMO_ORDERS: readonly DemoOrder[] = [
  {
    customer: 0,
    daysAgo: 38,
    end: "active",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-grow",
      cycle: "annual",
      datacenter: "fra1",
      os: "debian-13",
      hostname: "demo-web1.demo.example",
      addons: ["backups"],
    },
  },
  {
    customer: 1,
    daysAgo: 26,
    end: "active",
    method: "crypto",
    selection: {
      ...linux,
      plan: "vds-pro",
      cycle: "quarterly",
      datacenter: "ams1",
      os: "ubuntu-24-04",
      hostname: "demo-db1.demo.example",
      addons: ["ipv4:2"],
    },
  },
  {
    customer: 2,
    daysAgo: 19,
    end: "cancelled",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-scale",
      cycle: "monthly",
      datacenter: "hel1",
      os: "ubuntu-26-04",
      hostname: "demo-build.demo.example",
    },
  },
  {
    customer: 0,
    daysAgo: 12,
    end: "active",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-start",
      cycle: "monthly",
      datacenter: "fra1",
      os: "debian-13",
      hostname: "demo-mail.demo.example",
    },
  },
  {
    customer: 3,
    daysAgo: 8,
    end: "expired",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-start",
      cycle: "semi_annual",
      datacenter: "nyc1",
      os: "rocky-10",
      hostname: "demo-late.demo.example",
    },
  },
  {
    customer: 2,
    daysAgo: 2.4,
    end: "paid",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "dedicated-core",
      cycle: "monthly",
      datacenter: "fra1",
      os: "almalinux-10",
      hostname: "demo-shop.demo.example",
    },
  },
  {
    customer: 1,
    daysAgo: 0.9,
    end: "proof",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-grow",
      cycle: "quarterly",
      datacenter: "ams1",
      os: "debian-13",
      hostname: "demo-stage.demo.example",
      addons: ["backups"],
    },
  },
  {
    customer: 0,
    daysAgo: 0.8,
    end: "pending",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-start",
      cycle: "quarterly",
      datacenter: "fra1",
      os: "debian-13",
      hostname: "demo-blog.demo.example",
    },
  },
  {
    customer: 0,
    daysAgo: 0.7,
    end: "pending",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-grow",
      cycle: "monthly",
      datacenter: "fra1",
      os: "debian-13",
      hostname: "demo-wiki.demo.example",
    },
  },
  {
    customer: 2,
    daysAgo: 0.6,
    end: "pending",
    method: "bank_transfer",
    selection: {
      ...linux,
      plan: "vps-start",
      cycle: "monthly",
      datacenter: "hel1",
      os: "ubuntu-26-04",
      hostname: "demo-api.demo.example",
    },
  },
  {
    customer: 3,
    daysAgo: 0.2,
    end: "pending",
    method: "crypto",
    selection: {
      ...linux,
      plan: "vps-scale",
      cycle: "annual",
      datacenter: "nyc1",
      os: "ubuntu-26-04",
      hostname: "demo-app.demo.example",
    },
  },
];

/** A one-page PDF that says what it is, as the proof that somebody uploaded. */
export function demoProof(reference: string): File {
  const text = `Demonstration: transfer with the reference ${reference}`;
  const page = `BT /F1 16 Tf 60 740 Td (${text.replace(/[()\\]/g, "")}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " +
    "/Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${page.length} >>\nstream\n${page}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${rows}` +
    `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return new File([body + end], "transfer.pdf", { type: "application/pdf" });
}
