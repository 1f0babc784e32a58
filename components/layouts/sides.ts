/** The two sides of the site on which the same page can stand: the customer's dashboard and the admin panel. */
import type { VNode } from "preact";
import { AdminLayout } from "./AdminLayout.tsx";
import { DashboardLayout, type DashboardLayoutProps } from "./DashboardLayout.tsx";

/** A side of the site. */
export interface Side {
  /** What the addresses of its pages begin with. */
  base: "/dashboard" | "/admin";
  Layout: (props: DashboardLayoutProps) => VNode;
  /** What the titles of its pages end with. */
  site: string;
}

/** What a page on either side is given besides its own props. */
export interface SideProps {
  side: Side;
  /** What `frameOf()` says. */
  frame: Pick<
    DashboardLayoutProps,
    "user" | "path" | "flash" | "isStaff" | "timeZone" | "hidden"
  >;
}

/** Customers, who see their own. */
export const CUSTOMER_SIDE: Side = {
  base: "/dashboard",
  Layout: DashboardLayout,
  site: "CloudNest",
};

/** Staff, who see all. */
export const STAFF_SIDE: Side = { base: "/admin", Layout: AdminLayout, site: "Staff · CloudNest" };
