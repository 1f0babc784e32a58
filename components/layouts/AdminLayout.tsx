/** The frame of the staff's pages. */
import { ExternalLinkIcon } from "../icons.tsx";
import { ADMIN_NAV } from "./nav.ts";
import { SideLink } from "./parts.tsx";
import { Shell, type ShellPageProps } from "./Shell.tsx";

export type AdminLayoutProps = ShellPageProps;

/** Sidebar with the work of the day and the machinery behind it. */
export function AdminLayout(props: AdminLayoutProps) {
  return (
    <Shell
      {...props}
      home="/admin"
      nav={ADMIN_NAV}
      navLabel="Administration"
      mark="Staff"
      aside={
        <ul>
          <SideLink
            path={props.path}
            item={{ href: "/dashboard", label: "My own dashboard", icon: ExternalLinkIcon }}
          />
        </ul>
      }
    />
  );
}
