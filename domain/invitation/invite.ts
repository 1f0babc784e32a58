/** Inviting somebody by mail. Whether the address has an account isn't looked at, so nobody learns it here. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { getAccount, loadAccount, normaliseEmail, readStaff } from "@/domain/customer/mod.ts";
import { stageLink } from "@/domain/link/mod.ts";
import { stageLinkMail } from "@/domain/mail/mod.ts";
import { getRoleNames } from "@/domain/role/mod.ts";
import { isSessionThere } from "@/domain/session/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { type CustomerActor, isOwner, type StaffActor } from "@/domain/shared/actor.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { type RateLimited, takeRateLimit } from "@/domain/shared/rate_limit.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { loadAuthority, mayGrant } from "@/domain/staff/mod.ts";
import { MAX_MEMBERS, readMembers, rightsField } from "@/domain/team/mod.ts";
import { type Invitation, INVITATION_HOURS, purposeOf, scopeOf } from "./model.ts";
import {
  loadInvitationOf,
  readInvitations,
  stageInvitationEnd,
  stageNewInvitation,
} from "./repo.ts";

/** Invitations that one account sends in an hour. */
const LIMIT = { limit: 20, windowSeconds: 3600 };
/** Where the link of the mail leads. */
const PATH = "/invite";

/** The inviting account's address isn't confirmed yet. */
export interface InviterNotVerified {
  code: "email_not_verified";
}

type InviteError = ValidationError | NotFound | RateLimited | Conflict;

/** Invites somebody into the staff. Needs `staff.edit`, and a role within the actor's own. Messages: `email`, `role`. */
export async function inviteStaff(
  deps: Deps,
  input: { actor: StaffActor; form: { email: string; role: string }; requestId?: string },
): Promise<Result<{ invitationId: string }, InviteError>> {
  const { actor, form, requestId } = input;
  if (!actor.permissions.has("staff.edit")) return notFound();
  const email = addressOf(form.email);
  if (email === null) return invalid({ email: BAD_ADDRESS });
  if ((await readStaff(deps.kv)).some((staff) => staff.email === email)) {
    return invalid({ email: "This person is on the staff already." });
  }
  const taken = await takeLimit(deps, actor.id);
  if (!taken.ok) return taken;
  const [{ name: companyName }, names] = await Promise.all([
    getSettings(deps, "company"),
    getRoleNames(deps, [form.role]),
  ]);
  return await transact(
    deps,
    async (tx): Promise<Result<{ invitationId: string }, InviteError>> => {
      const by = await loadAuthority(tx, actor, "staff.edit");
      if (!by) return notFound();
      if (!await mayGrant(tx, by, form.role)) {
        return invalid({ role: "Choose a role that holds nothing but what you may do yourself." });
      }
      const invitation = newInvitation(deps, {
        kind: "staff",
        role: form.role,
        email,
        by: actor.id,
      });
      await stageInvitation(tx, deps, invitation, { from: companyName, as: names[form.role]! });
      stageAudit(tx, deps, {
        actor,
        action: "staff.invited",
        subject: { kind: "invitation", id: invitation.id },
        after: { email, staffRole: form.role },
        requestId,
      });
      return ok({ invitationId: invitation.id });
    },
  );
}

/**
 * Lets the owner of an account invite somebody into parts of it. Messages: `email`, `rights`. With an unconfirmed address,
 * which may be somebody else's, nobody is let in (`email_not_verified`): they would still be there when its owner comes.
 */
export async function inviteMember(
  deps: Deps,
  input: {
    actor: CustomerActor;
    form: { email: string; rights: readonly string[] };
    /** The session that asks: nobody is invited after its end. */
    sessionId?: string;
    requestId?: string;
  },
): Promise<Result<{ invitationId: string }, InviteError | InviterNotVerified>> {
  const { actor, form, sessionId, requestId } = input;
  if (!isOwner(actor)) return notFound();
  const email = addressOf(form.email);
  const rights = rightsField.safeParse(form.rights);
  if (email === null || !rights.success) {
    return invalid({
      ...(email === null && { email: BAD_ADDRESS }),
      ...(!rights.success && { rights: rights.error.issues[0]!.message }),
    });
  }
  const wrong = await whyNoMember(deps, { customerId: actor.id, email });
  if (wrong) return invalid({ email: wrong });
  const taken = await takeLimit(deps, actor.id);
  if (!taken.ok) return taken;
  return await transact(
    deps,
    async (tx): Promise<Result<{ invitationId: string }, InviteError | InviterNotVerified>> => {
      const customer = await loadAccount(tx, actor.id);
      if (customer?.status !== "active") return notFound();
      if (!await isSessionThere(tx, { sessionId, accountId: customer.id })) return notFound();
      if (customer.emailVerifiedAt === null) return fail({ code: "email_not_verified" });
      const invitation = newInvitation(deps, {
        kind: "member",
        customerId: actor.id,
        rights: rights.data,
        email,
        by: actor.id,
      });
      await stageInvitation(tx, deps, invitation, { from: customer.name, as: "" });
      stageAudit(tx, deps, {
        actor,
        action: "member.invited",
        subject: { kind: "account", id: actor.id },
        after: { email, rights: rights.data.join(", ") },
        requestId,
      });
      return ok({ invitationId: invitation.id });
    },
  );
}

const BAD_ADDRESS = "Enter an e-mail address such as name@example.com.";

function addressOf(typed: string): string | null {
  const email = normaliseEmail(typed);
  return email !== null && email.slice(email.indexOf("@")).includes(".") ? email : null;
}

async function whyNoMember(
  deps: Deps,
  { customerId, email }: { customerId: string; email: string },
): Promise<string | null> {
  const [owner, members, open] = await Promise.all([
    getAccount(deps, customerId),
    readMembers(deps.kv, customerId),
    readInvitations(deps.kv, customerId),
  ]);
  if (owner?.email === email) return "This is your own address: all of the account is yours.";
  const people = await Promise.all(members.map(({ personId }) => getAccount(deps, personId)));
  if (people.some((person) => person?.email === email)) return "This person is in your team.";
  if (members.length + open.filter((each) => each.email !== email).length >= MAX_MEMBERS) {
    return `A team has ${MAX_MEMBERS} people at the most. Remove somebody first.`;
  }
  return null;
}

function takeLimit(deps: Deps, accountId: string): Promise<Result<void, RateLimited>> {
  return takeRateLimit(deps, { scope: "invitation.account", subject: accountId, ...LIMIT });
}

type Seed =
  | { kind: "staff"; role: string; email: string; by: string }
  | Pick<Extract<Invitation, { kind: "member" }>, "kind" | "customerId" | "rights"> & {
    email: string;
    by: string;
  };

function newInvitation(deps: Pick<Deps, "ids" | "clock">, { by, ...seed }: Seed): Invitation {
  const now = deps.clock.now();
  return {
    schemaVersion: 1,
    id: deps.ids.next("ivt"),
    invitedBy: by,
    createdAt: toIso(now),
    expiresAt: toIso(now.add({ hours: INVITATION_HOURS })),
    ...seed,
  };
}

/** Stages invitation, link and mail; an older invitation of the address ends. Six checks at most. */
async function stageInvitation(
  tx: Tx,
  deps: Deps,
  invitation: Invitation,
  { from, as }: { from: string; as: string },
): Promise<void> {
  const before = await loadInvitationOf(tx, scopeOf(invitation), invitation.email);
  if (before) stageInvitationEnd(tx, before, { isReplaced: true });
  stageNewInvitation(tx, invitation);
  const { token } = await stageLink(tx, deps, {
    purpose: purposeOf(invitation.kind),
    subject: invitation.id,
    lifetimeMinutes: INVITATION_HOURS * 60,
  });
  const mail = {
    fact: `invitation:${invitation.id}`,
    to: { email: invitation.email, name: invitation.email },
    token,
  };
  const variables = { inviterName: from, hours: String(INVITATION_HOURS), link: PATH };
  if (invitation.kind === "staff") {
    await stageLinkMail(tx, deps, {
      ...mail,
      template: "invite_staff",
      variables: { ...variables, roleName: as },
    });
  } else {
    await stageLinkMail(tx, deps, { ...mail, template: "invite_member", variables });
  }
}
