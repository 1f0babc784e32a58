/** The frame of the customer's pages. */
import { ShieldCheckIcon } from "../icons.tsx";
import { DASHBOARD_NAV } from "./nav.ts";
import { SideLink } from "./parts.tsx";
import { Shell, type ShellPageProps } from "./Shell.tsx";

export interface DashboardLayoutProps extends ShellPageProps {
  /** Shows the way to the admin panel. */
  isStaff?: boolean;
}

/** Sidebar with services, invoices and ordering. */
export function DashboardLayout({ isStaff, ...props }: DashboardLayoutProps) {
  return (
    <Shell
      {...props}
      home="/dashboard"
      nav={DASHBOARD_NAV}
      navLabel="Dashboard"
      aside={isStaff && (
        <ul>
          <SideLink
            path={props.path}
            item={{ href: "/admin", label: "Admin panel", icon: ShieldCheckIcon }}
          />
        </ul>
      )}
    />
  );
}
