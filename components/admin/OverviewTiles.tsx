/** The overview's numbers: what somebody has to act on, then how large things are. */
import {
  BitcoinIcon,
  BoxesIcon,
  ClockIcon,
  type Icon,
  LandmarkIcon,
  MailIcon,
  PaperclipIcon,
  ReceiptTextIcon,
  RefreshCwIcon,
  ServerIcon,
  ShieldCheckIcon,
  UsersIcon,
} from "../icons.tsx";
import { StatTile } from "../ui/StatTile.tsx";
import type { Permission } from "@/domain/shared/permissions.ts";
import type { DeskCounts, Overview } from "@/domain/stats/mod.ts";

interface Tile<T> {
  label: string;
  icon: Icon;
  href: string;
  /** What it takes to open `href`; without it the tile is no link. */
  needs: Permission;
  hint: string;
  value: (counts: T) => number;
}

/** Work of the payment desk. */
const DESK_TILES: Tile<DeskCounts>[] = [
  {
    label: "Proofs to check",
    icon: PaperclipIcon,
    href: "/admin/payments",
    needs: "proofs.view",
    hint: "Sent by customers",
    value: (counts) => counts.proofsToCheck,
  },
  {
    label: "Lines to match",
    icon: LandmarkIcon,
    href: "/admin/payments/lines",
    needs: "proofs.view",
    hint: "From bank statements",
    value: (counts) => counts.linesToMatch,
  },
  {
    label: "Crypto to decide",
    icon: BitcoinIcon,
    href: "/admin/payments/chain",
    needs: "proofs.view",
    hint: "Late, wrong or named",
    value: (counts) => counts.chainToDecide,
  },
  {
    label: "Approvals to decide",
    icon: ShieldCheckIcon,
    href: "/admin/approvals?status=proposed",
    needs: "payments.approve",
    hint: "Above the limit",
    value: (counts) => counts.approvalsToDecide,
  },
];

/** What somebody has to act on while it isn't zero. */
const WORK_TILES: Tile<Overview>[] = [
  ...DESK_TILES,
  {
    label: "Machines to set up",
    icon: ServerIcon,
    href: "/admin/orders?status=paid",
    needs: "orders.view",
    hint: "Paid orders",
    value: (overview) => overview.ordersToProvision,
  },
  {
    label: "Failed jobs",
    icon: RefreshCwIcon,
    href: "/admin/jobs?state=failed",
    needs: "jobs.view",
    hint: "After their last try",
    value: (overview) => overview.jobsFailed,
  },
  {
    label: "Mails not sent",
    icon: MailIcon,
    href: "/admin/mail/outbox",
    needs: "mail.view",
    hint: "Waiting, kept or failed",
    value: (overview) => overview.mailsWaiting,
  },
];

/** How large things are. */
const SIZE_TILES: Tile<Overview>[] = [
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
    icon: BoxesIcon,
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

/** Two grids of tiles: work, which stands out while its number isn't zero, and sizes. */
export function OverviewTiles(
  { overview, permissions }: { overview: Overview; permissions: ReadonlySet<Permission> },
) {
  return (
    <>
      <TileGrid tiles={WORK_TILES} counts={overview} permissions={permissions} isWork />
      <TileGrid tiles={SIZE_TILES} counts={overview} permissions={permissions} />
    </>
  );
}

/** The tiles of the payment desk. */
export function DeskTiles(
  { counts, permissions }: { counts: DeskCounts; permissions: ReadonlySet<Permission> },
) {
  return <TileGrid tiles={DESK_TILES} counts={counts} permissions={permissions} isWork />;
}

function TileGrid<T>(
  { tiles, counts, permissions, isWork = false }: {
    tiles: ReadonlyArray<Tile<T>>;
    counts: T;
    permissions: ReadonlySet<Permission>;
    isWork?: boolean;
  },
) {
  return (
    <div class="grid gap-3 sm:grid-cols-2 sm:gap-4 xl:grid-cols-4">
      {tiles.map((tile) => (
        <StatTile
          key={tile.label}
          label={tile.label}
          icon={tile.icon}
          value={tile.value(counts)}
          hint={tile.hint}
          compact
          tone={isWork && tile.value(counts) > 0 ? "attention" : "calm"}
          href={permissions.has(tile.needs) ? tile.href : undefined}
        />
      ))}
    </div>
  );
}
