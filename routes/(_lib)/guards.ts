/** The guard in front of all routes, and what handlers behind it may take for granted. */
import { HttpError } from "fresh";
import type { SignedIn } from "@/domain/session/mod.ts";
import type { CustomerActor, StaffActor } from "@/domain/shared/actor.ts";
import { accessOf, isApiAccess, isAreaOpen, isStaffOpen, type StaffAccess } from "./access.ts";
import { type Ctx, define } from "./state.ts";
import { logInPath } from "./urls.ts";

/** The one page of those who must switch on a second factor first. */
const SECURITY_PAGE = "/dashboard/security";

/**
 * Lets a request through to its route if the table allows it. Visitors are sent to the log-in and come back; to accounts
 * that may not see a page, it doesn't exist.
 */
export const guard = define.middleware((ctx) => {
  const { signedIn, deps } = ctx.state;
  if (ctx.route === null) return ctx.next();
  const access = accessOf(ctx.route);
  if (access === "public") return ctx.next();
  if (
    access === null || isApiAccess(access) || access === "development" && !deps.config.development
  ) {
    throw new HttpError(404);
  }
  if (access === "development") return ctx.next();
  if (signedIn === null) return toLogIn(ctx);
  if (signedIn.owesSecondFactor && ctx.route !== SECURITY_PAGE) {
    return ctx.redirect(SECURITY_PAGE, 303);
  }
  const isOpen = access === "customer"
    ? isAreaOpen(ctx.route, signedIn.customer)
    : isAllowed(signedIn, access, ctx.req.method);
  if (!isOpen) throw new HttpError(404);
  return ctx.next();
});

function isAllowed({ actor }: SignedIn, access: StaffAccess, method: string): boolean {
  if (actor.kind !== "staff" || !isStaffOpen(access.staff, actor)) return false;
  const isReading = method === "GET" || method === "HEAD";
  return isReading || (access.change ?? []).some((one) => isStaffOpen(one, actor));
}

function toLogIn(ctx: Ctx): Response {
  const { pathname, search } = ctx.url;
  const isReading = ctx.req.method === "GET" || ctx.req.method === "HEAD";
  return ctx.redirect(logInPath(isReading ? pathname + search : pathname), 303);
}

/** Who is signed in, on a route whose rule is `customer`. */
export function requireCustomer(ctx: Pick<Ctx, "state">): CustomerActor {
  const { signedIn } = ctx.state;
  if (!signedIn) throw new HttpError(404);
  return signedIn.customer;
}

/** The staff member, on a route whose rule is a permission. */
export function requireStaff(ctx: Pick<Ctx, "state">): StaffActor {
  const actor = ctx.state.signedIn?.actor;
  if (actor?.kind !== "staff") throw new HttpError(404);
  return actor;
}
