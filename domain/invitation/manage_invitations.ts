/** Open invitations: who was invited, taking one back, and what the invited person sees. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount } from "@/domain/customer/mod.ts";
import { type LinkExpired, openLink } from "@/domain/link/mod.ts";
import { getRoleNames } from "@/domain/role/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { isOwner, type Viewer } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  type NotFound,
  notFound,
  ok,
  type Result,
} from "@/domain/shared/result.ts";
import { type Invitation, scopeOf } from "./model.ts";
import { loadInvitation, readInvitation, readInvitations, stageInvitationEnd } from "./repo.ts";
import type { InvitationView, OfferView } from "./view.ts";

/** Open invitations: into the staff for staff with `staff.view`, into their team for owners of an account. */
export async function listInvitations(
  deps: Pick<Deps, "kv" | "clock">,
  input: { viewer: Viewer },
): Promise<Result<InvitationView[], NotFound>> {
  const scope = scopeFor(input.viewer, "staff.view");
  if (scope === null) return notFound();
  const open = (await readInvitations(deps.kv, scope)).filter((each) => isOpen(deps, each));
  const names = await getRoleNames(
    deps,
    open.map((each) => each.kind === "staff" ? each.role : null),
  );
  return ok(open.map((each) => {
    const { id, email, createdAt, expiresAt } = each;
    return {
      id,
      email,
      createdAt,
      expiresAt,
      roleName: each.kind === "staff" ? names[each.role]! : "",
      rights: each.kind === "member" ? each.rights : [],
    };
  }));
}

/** Takes an invitation back: its link opens nothing any more. Staff need `staff.edit`. Errors: `not_found`, `conflict`. */
export async function revokeInvitation(
  deps: Deps,
  input: { actor: Viewer; id: string; requestId?: string },
): Promise<Result<void, NotFound | Conflict>> {
  const { actor, id, requestId } = input;
  const scope = scopeFor(actor, "staff.edit");
  if (scope === null || !isId("ivt", id)) return notFound();
  return await transact(deps, async (tx) => {
    const invitation = await loadInvitation(tx, id);
    if (!invitation || scopeOf(invitation) !== scope) return notFound();
    stageInvitationEnd(tx, invitation);
    stageAudit(tx, deps, {
      actor,
      action: "invitation.revoked",
      subject: { kind: "invitation", id },
      before: { email: invitation.email },
      requestId,
    });
    return ok(undefined);
  });
}

/** What a link offers, without using it. */
export async function readOffer(
  deps: Deps,
  token: unknown,
): Promise<Result<OfferView, LinkExpired>> {
  const invitation = await findInvitation(deps, token);
  if (!invitation) return fail({ code: "link_expired" });
  const { kind, email } = invitation;
  if (kind === "staff") {
    const [{ name }, names] = await Promise.all([
      getSettings(deps, "company"),
      getRoleNames(deps, [invitation.role]),
    ]);
    return ok({ kind, email, from: name, roleName: names[invitation.role]!, rights: [] });
  }
  const customer = await getAccount(deps, invitation.customerId);
  if (customer?.status !== "active") return fail({ code: "link_expired" });
  return ok({ kind, email, from: customer.name, roleName: "", rights: invitation.rights });
}

/** The open invitation that a link leads to. */
export async function findInvitation(
  deps: Pick<Deps, "kv" | "clock">,
  token: unknown,
): Promise<Invitation | null> {
  for (const purpose of ["invite_staff", "invite_member"] as const) {
    const link = await openLink(deps, { purpose, token });
    if (!link.ok) continue;
    const invitation = await readInvitation(deps.kv, link.value.subject);
    return invitation && isOpen(deps, invitation) ? invitation : null;
  }
  return null;
}

function isOpen(deps: Pick<Deps, "clock">, { expiresAt }: Invitation): boolean {
  return Temporal.Instant.compare(deps.clock.now(), expiresAt) < 0;
}

function scopeFor(viewer: Viewer, permission: "staff.view" | "staff.edit"): string | null {
  if (viewer.kind === "staff") return viewer.permissions.has(permission) ? "staff" : null;
  return isOwner(viewer) ? viewer.id : null;
}
