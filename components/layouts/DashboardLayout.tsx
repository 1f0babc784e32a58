/** The frame of the customer's pages. */
import { ShieldCheckIcon } from "../icons.tsx";
import { DASHBOARD_NAV } from "./nav.ts";
import { SideLink } from "./parts.tsx";
import { Shell, type ShellPageProps } from "./Shell.tsx";
import { TimeZone } from "../ui/time_zone.ts";

export interface DashboardLayoutProps extends ShellPageProps {
  /** Shows the way to the admin panel. */
  isStaff?: boolean;
  /** The zone that dates on the page are shown in; UTC unless told. */
  timeZone?: string;
}

/** Sidebar with services, invoices and ordering. */
export function DashboardLayout(
  { isStaff, timeZone = "UTC", ...props }: DashboardLayoutProps,
) {
  return (
    <TimeZone.Provider value={timeZone}>
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
    </TimeZone.Provider>
  );
}
