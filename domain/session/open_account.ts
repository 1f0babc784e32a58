/**
 * Opening another account than one's own: one that somebody was let into as a member, or for staff one that they act as.
 * The session remembers it; whether they still may is looked up on each request.
 */
import { stageAudit } from "@/domain/audit/mod.ts";
import { loadAccount } from "@/domain/customer/mod.ts";
import { loadRolePermissions } from "@/domain/role/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { loadMember } from "@/domain/team/mod.ts";
import { expiryOf, type Session, type SignedIn } from "./model.ts";
import { loadSession, stageSessionChange } from "./repo.ts";
import { isSteppedUp } from "./step_up.ts";

/** How long staff act as a customer before they have to say so again. */
export const ACTING_MINUTES = 30;

/** The action asks for the password or a code again. */
export interface StepUpNeeded {
  code: "step_up_needed";
}

interface OpenInput {
  signedIn: SignedIn;
  customerId: string;
  requestId?: string;
}

/**
 * Lets staff with `customers.act_as` act as a customer, for 30 minutes.
 *
 * Errors: `not_found` for accounts that aren't there, aren't active, or belong to staff; `step_up_needed`; `conflict`.
 */
export async function startActing(
  deps: Deps,
  input: OpenInput,
): Promise<Result<void, NotFound | StepUpNeeded | Conflict>> {
  const { signedIn, customerId, requestId } = input;
  if (!isId("cus", customerId)) return notFound();
  if (signedIn.actor.kind !== "staff" || !signedIn.actor.permissions.has("customers.act_as")) {
    return notFound();
  }
  if (!isSteppedUp(deps, signedIn)) return fail({ code: "step_up_needed" });
  const until = toIso(deps.clock.now().add({ minutes: ACTING_MINUTES }));
  return await transact(deps, async (tx) => {
    const session = await loadOwnSession(tx, signedIn);
    const customer = await loadAccount(tx, customerId);
    if (!session || !await mayActNow(tx, signedIn.account.id)) return notFound();
    if (customer?.status !== "active" || customer.staffRole !== null) return notFound();
    stageOpen(tx, deps, session, { kind: "staff", customerId, until });
    stageAudit(tx, deps, {
      actor: signedIn.actor,
      action: "acting.started",
      subject: { kind: "account", id: customerId },
      after: { until },
      requestId,
    });
    return ok(undefined);
  });
}

/** Opens an account that the person was let into. Errors: `not_found`, `conflict`. */
export async function openTeamAccount(
  deps: Deps,
  input: OpenInput,
): Promise<Result<void, NotFound | Conflict>> {
  const { signedIn, customerId, requestId } = input;
  if (!isId("cus", customerId)) return notFound();
  return await transact(deps, async (tx) => {
    const session = await loadOwnSession(tx, signedIn);
    const member = await loadMember(tx, customerId, signedIn.account.id);
    const customer = await loadAccount(tx, customerId);
    if (!session || !member || customer?.status !== "active") return notFound();
    stageOpen(tx, deps, session, { kind: "member", customerId, until: null });
    stageAudit(tx, deps, {
      actor: { kind: "customer", id: signedIn.account.id },
      action: "account.opened",
      subject: { kind: "account", id: customerId },
      requestId,
    });
    return ok(undefined);
  });
}

/** Goes back to one's own account; nothing happens if that is open already. Errors: `not_found`, `conflict`. */
export async function openOwnAccount(
  deps: Deps,
  input: Omit<OpenInput, "customerId">,
): Promise<Result<void, NotFound | Conflict>> {
  const { signedIn, requestId } = input;
  return await transact(deps, async (tx) => {
    const session = await loadOwnSession(tx, signedIn);
    if (!session) return notFound();
    const left = session.onAccount;
    if (!left) return ok(undefined);
    stageOpen(tx, deps, session, null);
    stageAudit(tx, deps, {
      actor: left.kind === "staff" && signedIn.actor.kind === "staff"
        ? signedIn.actor
        : { kind: "customer", id: signedIn.account.id },
      action: left.kind === "staff" ? "acting.stopped" : "account.left",
      subject: { kind: "account", id: left.customerId },
      requestId,
    });
    return ok(undefined);
  });
}

async function loadOwnSession(tx: Tx, signedIn: SignedIn): Promise<Session | null> {
  const session = await loadSession(tx, signedIn.sessionId);
  return session?.accountId === signedIn.account.id ? session : null;
}

/** Whether somebody has the right on this commit, whatever it was when the request began. */
async function mayActNow(tx: Tx, accountId: string): Promise<boolean> {
  const account = await loadAccount(tx, accountId);
  if (account?.status !== "active" || account.staffRole === null) return false;
  const permissions = await loadRolePermissions(tx, account.staffRole);
  return permissions?.has("customers.act_as") ?? false;
}

function stageOpen(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  session: Session,
  onAccount: Session["onAccount"],
): void {
  const expireInMs = expiryOf(session, deps.clock.now());
  stageSessionChange(tx, { ...session, onAccount }, { expireInMs });
}
