/** What the layouts show around a page: who is signed in, where we are, and a message from the page before. */
import type { PageProps } from "fresh";
import type { FlashMessage } from "@/components/ui/mod.ts";
import { ADMIN_NAV, DASHBOARD_NAV } from "@/components/layouts/mod.ts";
import type { SignedIn } from "@/domain/session/mod.ts";
import { accessOf, isAreaOpen, isStaffOpen } from "./access.ts";
import type { State } from "./state.ts";

/** Props that all layouts share. */
export interface Frame {
  user: { name: string; email: string };
  path: string;
  flash: FlashMessage | null;
  isStaff: boolean;
  /** IANA name of the zone that dates are shown in. */
  timeZone: string;
  /** Addresses in the menus that this person can't open. */
  hidden: string[];
}

/**
 * The frame of a page that only signed-in people see: `<DashboardLayout {...frameOf(props)} title="Services">`.
 *
 * @throws Error on a page that is open to visitors.
 */
export function frameOf(props: Pick<PageProps<unknown, State>, "state" | "url">): Frame {
  const { signedIn, flash } = props.state;
  if (!signedIn) throw new Error("a dashboard page without anybody signed in");
  const { name, email, timeZone } = signedIn.account;
  return {
    user: { name, email },
    path: props.url.pathname,
    flash,
    isStaff: signedIn.actor.kind === "staff",
    timeZone,
    hidden: hiddenFor(signedIn),
  };
}

function hiddenFor({ actor, customer }: SignedIn): string[] {
  const hrefs = [...DASHBOARD_NAV, ...ADMIN_NAV].flatMap(({ items }) =>
    items.map(({ href }) => href)
  );
  return hrefs.filter((href) => {
    const access = accessOf(href);
    if (access === "customer") return !isAreaOpen(href, customer);
    return typeof access === "object" && access !== null && "staff" in access &&
      !(actor.kind === "staff" && isStaffOpen(access.staff, actor));
  });
}
