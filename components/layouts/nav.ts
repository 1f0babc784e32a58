/** What the menus link to, as data: a new page is one line here. */
import {
  ActivityIcon,
  BanknoteIcon,
  BoxesIcon,
  ChartColumnIcon,
  ClipboardListIcon,
  ClockIcon,
  type Icon,
  LayoutDashboardIcon,
  MailIcon,
  PackageIcon,
  PuzzleIcon,
  ReceiptTextIcon,
  RefreshCwIcon,
  RocketIcon,
  ServerIcon,
  SettingsIcon,
  ShieldCheckIcon,
  ShieldUserIcon,
  TagIcon,
  Undo2Icon,
  UserIcon,
  UsersIcon,
  WalletIcon,
} from "../icons.tsx";
import { CircleCheckIcon } from "../state_icons.tsx";
import { KeyRoundIcon } from "../secret_icons.tsx";

export interface NavItem {
  href: string;
  label: string;
  icon?: Icon;
}

export interface NavGroup {
  /** A heading above the group; the first group needs none. */
  title?: string;
  items: NavItem[];
}

export const PUBLIC_NAV: NavItem[] = [
  { href: "/vps", label: "VPS" },
  { href: "/shared", label: "Shared hosting" },
  { href: "/dedicated", label: "Dedicated" },
  { href: "/pricing", label: "Pricing" },
  { href: "/contact", label: "Contact" },
];

export const FOOTER_NAV: Array<{ title: string; items: NavItem[] }> = [
  {
    title: "Products",
    items: [
      { href: "/vps", label: "Virtual private servers" },
      { href: "/shared", label: "Shared hosting" },
      { href: "/dedicated", label: "Dedicated servers" },
      { href: "/pricing", label: "Prices for every term" },
    ],
  },
  {
    title: "Company",
    items: [
      { href: "/contact", label: "Contact" },
      { href: "/verify", label: "Check an invoice" },
      { href: "/api/docs", label: "API documentation" },
      { href: "/terms", label: "Terms of service" },
      { href: "/privacy", label: "Privacy" },
    ],
  },
];

export const DASHBOARD_NAV: NavGroup[] = [
  {
    items: [
      { href: "/dashboard", label: "Overview", icon: LayoutDashboardIcon },
      { href: "/dashboard/services", label: "Services", icon: ServerIcon },
      { href: "/dashboard/invoices", label: "Invoices", icon: ReceiptTextIcon },
      { href: "/dashboard/wallet", label: "Wallet", icon: WalletIcon },
      { href: "/dashboard/order", label: "Order a server", icon: RocketIcon },
      { href: "/dashboard/team", label: "Team", icon: UsersIcon },
      { href: "/dashboard/profile", label: "Profile", icon: UserIcon },
      { href: "/dashboard/security", label: "Security", icon: ShieldCheckIcon },
      { href: "/dashboard/tokens", label: "API tokens", icon: KeyRoundIcon },
    ],
  },
];

export const ADMIN_NAV: NavGroup[] = [
  {
    items: [
      { href: "/admin", label: "Overview", icon: LayoutDashboardIcon },
      { href: "/admin/orders", label: "Orders", icon: ClipboardListIcon },
      { href: "/admin/services", label: "Services", icon: BoxesIcon },
      { href: "/admin/invoices", label: "Invoices", icon: ReceiptTextIcon },
      { href: "/admin/payments", label: "Payments", icon: BanknoteIcon },
      { href: "/admin/approvals", label: "Approvals", icon: CircleCheckIcon },
      { href: "/admin/refunds", label: "Refunds", icon: Undo2Icon },
      { href: "/admin/billing", label: "Billing ahead", icon: ClockIcon },
      { href: "/admin/users", label: "Users", icon: UsersIcon },
      { href: "/admin/plans", label: "Plans", icon: PackageIcon },
      { href: "/admin/addons", label: "Add-ons", icon: PuzzleIcon },
      { href: "/admin/promotions", label: "Promotions", icon: TagIcon },
      { href: "/admin/reports", label: "Reports", icon: ChartColumnIcon },
    ],
  },
  {
    title: "Operations",
    items: [
      { href: "/admin/mail/outbox", label: "Mail outbox", icon: MailIcon },
      { href: "/admin/jobs", label: "Jobs", icon: RefreshCwIcon },
      { href: "/admin/audit", label: "Audit log", icon: ActivityIcon },
      { href: "/admin/erasures", label: "Erased accounts", icon: UserIcon },
      { href: "/admin/security", label: "Security", icon: ShieldCheckIcon },
      { href: "/admin/staff", label: "Staff", icon: ShieldUserIcon },
      { href: "/admin/settings", label: "Settings", icon: SettingsIcon },
    ],
  },
];

/**
 * Whether `href` is where `path` is: itself, or a page below it. The first item of a section
 * (`/dashboard`, `/admin`) stands for itself alone, since all others are below it.
 */
export function isCurrent(href: string, path: string): boolean {
  const trimmed = path.length > 1 ? path.replace(/\/+$/, "") : path;
  if (trimmed === href) return true;
  const isRoot = href === "/" || href === "/dashboard" || href === "/admin";
  return !isRoot && trimmed.startsWith(`${href}/`);
}
