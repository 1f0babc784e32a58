/** The overview's numbers: what somebody has to act on, then how large things are. */
import {
  BanknoteIcon,
  ClockIcon,
  type Icon,
  MailIcon,
  PaperclipIcon,
  ReceiptTextIcon,
  RefreshCwIcon,
  ServerIcon,
  UsersIcon,
} from "../icons.tsx";
import { StatTile } from "../ui/StatTile.tsx";
import type { Permission } from "@/domain/shared/permissions.ts";
import type { Overview } from "@/domain/stats/mod.ts";

interface Tile {
  label: string;
  icon: Icon;
  href: string;
  /** What it takes to open `href`; without it the tile is no link. */
  needs: Permission;
  hint: string;
  value: (overview: Overview) => number;
  /** Somebody should act when it isn't zero. */
  isWork?: boolean;
}

const TILES: Tile[] = [
  {
    label: "Proofs to check",
    icon: PaperclipIcon,
    href: "/admin/payments",
    needs: "proofs.view",
    hint: "Sent by customers",
    value: (overview) => overview.proofsToCheck,
    isWork: true,
  },
  {
    label: "Machines to set up",
    icon: ServerIcon,
    href: "/admin/orders?status=paid",
    needs: "orders.view",
    hint: "Paid orders",
    value: (overview) => overview.ordersToProvision,
    isWork: true,
  },
  {
    label: "Failed jobs",
    icon: RefreshCwIcon,
    href: "/admin/jobs?state=failed",
    needs: "jobs.view",
    hint: "After their last try",
    value: (overview) => overview.jobsFailed,
    isWork: true,
  },
  {
    label: "Mails not sent",
    icon: MailIcon,
    href: "/admin/mail/outbox",
    needs: "mail.view",
    hint: "Waiting, kept or failed",
    value: (overview) => overview.mailsWaiting,
    isWork: true,
  },
  {
    label: "Orders to be paid",
    icon: ClockIcon,
    href: "/admin/orders?status=pending_payment",
    needs: "orders.view",
    hint: "Not expired yet",
    value: (overview) => overview.ordersToPay,
  },
  {
    label: "Open invoices",
    icon: ReceiptTextIcon,
    href: "/admin/invoices?status=open",
    needs: "invoices.view",
    hint: "Issued and unpaid",
    value: (overview) => overview.invoicesOpen,
  },
  {
    label: "Active services",
    icon: BanknoteIcon,
    href: "/admin/services?status=active",
    needs: "services.view",
    hint: "Running now",
    value: (overview) => overview.servicesActive,
  },
  {
    label: "Customers",
    icon: UsersIcon,
    href: "/admin/users",
    needs: "users.view",
    hint: "Registered",
    value: (overview) => overview.customers,
  },
];

/** A grid of tiles; those that want action stand out while their number isn't zero. */
export function OverviewTiles(
  { overview, permissions }: { overview: Overview; permissions: ReadonlySet<Permission> },
) {
  return (
    <div class="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
      {TILES.map((tile) => (
        <StatTile
          key={tile.label}
          label={tile.label}
          icon={tile.icon}
          value={tile.value(overview)}
          hint={tile.hint}
          tone={tile.isWork && tile.value(overview) > 0 ? "attention" : "calm"}
          href={permissions.has(tile.needs) ? tile.href : undefined}
        />
      ))}
    </div>
  );
}
