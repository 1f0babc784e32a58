/** The people whom somebody lets into their account, and the accounts that they were let into themselves. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { InvitationTable } from "@/components/admin/StaffLists.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { InviteCard } from "@/components/team/InviteCard.tsx";
import { Members } from "@/components/team/Members.tsx";
import { rightsText } from "@/components/team/rights.ts";
import { TeamAccounts } from "@/components/team/TeamAccounts.tsx";
import { Card, ErrorSummary } from "@/components/ui/mod.ts";
import { inviteMember, listInvitations, revokeInvitation } from "@/domain/invitation/mod.ts";
import type { CustomerActor } from "@/domain/shared/actor.ts";
import type { Failure, Result } from "@/domain/shared/result.ts";
import {
  changeMember,
  leaveTeam,
  listMembers,
  listTeams,
  removeMember,
} from "@/domain/team/mod.ts";
import { BROKEN_FORM, formError } from "../(_lib)/actions.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireCustomer } from "../(_lib)/guards.ts";
import { formStatus, problem } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../(_lib)/step_up.ts";

const PATH = "/dashboard/team";

const form = z.strictObject({
  action: z.enum(["invite", "revoke", "change", "remove", "leave"], BROKEN_FORM),
  email: z.string().default(""),
  rights: z.array(z.string()).default([]),
  invitation: z.string().default(""),
  person: z.string().default(""),
  account: z.string().default(""),
});

const DONE = {
  invite: "The invitation is on its way. It is good for three days.",
  revoke: "The invitation is taken back.",
  change: "What they may do is changed, from now on.",
  remove: "They are out, from now on.",
  leave: "You have left the account.",
} as const;

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { typed: nothingTyped(), errors: {} })),
  async POST(ctx) {
    const read = await readForm(ctx, form);
    const { typed } = read;
    if (!read.ok) {
      return page(await load(ctx, { typed, errors: read.error.fields }), formStatus(read.error));
    }
    const { action } = read.value;
    const detour = action === "invite" || action === "change" ? requireStepUp(ctx) : null;
    if (detour) return detour;
    const done = await act(ctx, read.value);
    if (done.ok) {
      return await seeOther(ctx, PATH, { tone: "ok", text: DONE[action] });
    }
    if (done.error.code === "not_found") return problem(done.error);
    return page(await load(ctx, { typed, errors: formError(done.error) }), formStatus(done.error));
  },
});

function act(ctx: Ctx, sent: z.output<typeof form>): Promise<Result<unknown, Failure>> {
  const { deps, requestId } = ctx.state;
  const { sessionId } = ctx.state.signedIn!;
  const actor: CustomerActor = requireCustomer(ctx);
  const { email, rights, person: personId, account: customerId } = sent;
  switch (sent.action) {
    case "invite":
      return inviteMember(deps, { actor, form: { email, rights }, sessionId, requestId });
    case "revoke":
      return revokeInvitation(deps, { actor, id: sent.invitation, requestId });
    case "change":
      return changeMember(deps, { actor, personId, rights, sessionId, requestId });
    case "remove":
      return removeMember(deps, { actor, personId, requestId });
    case "leave":
      return leaveTeam(deps, { actor, customerId, requestId });
  }
}

async function load(ctx: Ctx, sent: { typed: Typed; errors: Record<string, string> }) {
  const { deps } = ctx.state;
  const viewer = requireCustomer(ctx);
  const [members, invitations, teams] = await Promise.all([
    listMembers(deps, { viewer }),
    listInvitations(deps, { viewer }),
    listTeams(deps, { personId: viewer.id }),
  ]);
  if (!members.ok) return problem(members.error);
  if (!invitations.ok) return problem(invitations.error);
  return {
    ...sent,
    members: members.value,
    invitations: invitations.value,
    teams,
    isConfirmed: isConfirmed(ctx),
  };
}

/** The form of a member that was sent in vain, with what was ticked in it. */
function refusedChange({ typed, errors }: { typed: Typed; errors: Record<string, string> }) {
  const { action, person = "" } = typed.texts;
  const isOne = action === "change" && Object.keys(errors).length > 0;
  return isOne
    ? { personId: person, rights: typed.lists.rights ?? [], error: errors.rights }
    : null;
}

export default define.page<typeof handler>(function TeamPage(props) {
  const { members, invitations, teams, typed, errors, isConfirmed } = props.data;
  const { isVerified } = props.state.signedIn!.account;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Team"
      description="People whom you let into parts of your account. Each has a log-in of their own."
    >
      <Head>
        <title>Team · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        {teams.length > 0 && <TeamAccounts teams={teams} canLeave />}
        <ErrorSummary errors={errors} />
        <Members
          members={members}
          refused={refusedChange(props.data)}
          path={PATH}
          isConfirmed={isConfirmed}
        />
        {invitations.length > 0 && (
          <Card title="Open invitations" flush>
            <InvitationTable
              invitations={invitations}
              offerOf={({ rights }) => rightsText(rights)}
              canRevoke
            />
          </Card>
        )}
        <InviteCard
          typed={typed}
          errors={errors}
          path={PATH}
          isVerified={isVerified}
          isConfirmed={isConfirmed}
        />
      </div>
    </DashboardLayout>
  );
});
