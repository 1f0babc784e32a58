/** Everybody who works here, and invitations to join. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { InvitationTable, StaffTable } from "@/components/admin/StaffLists.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, EmailField, ErrorSummary, Select } from "@/components/ui/mod.ts";
import { inviteStaff, listInvitations, revokeInvitation } from "@/domain/invitation/mod.ts";
import { listRoles } from "@/domain/role/mod.ts";
import { listStaff } from "@/domain/staff/mod.ts";
import { BROKEN_FORM, formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const PATH = "/admin/staff";

const form = z.strictObject({
  action: z.enum(["invite", "revoke"], BROKEN_FORM),
  email: z.string().default(""),
  role: z.string().default(""),
  invitation: z.string().default(""),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { typed: nothingTyped(), errors: {} })),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const actor = requireStaff(ctx);
    const read = await readForm(ctx, form);
    const { typed } = read;
    if (!read.ok) {
      return page(await load(ctx, { typed, errors: read.error.fields }), formStatus(read.error));
    }
    const { action, email, role, invitation } = read.value;
    const done = action === "invite"
      ? await inviteStaff(deps, { actor, form: { email, role }, requestId })
      : await revokeInvitation(deps, { actor, id: invitation, requestId });
    if (done.ok) {
      const text = action === "invite"
        ? "The invitation is on its way. It is good for three days."
        : "The invitation is taken back.";
      return await seeOther(ctx, PATH, { tone: "ok", text });
    }
    if (done.error.code === "not_found") return problem(done.error);
    const errors = formError(done.error);
    return page(await load(ctx, { typed, errors }), formStatus(done.error));
  },
});

async function load(ctx: Ctx, sent: { typed: Typed; errors: Record<string, string> }) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const [staff, invitations, roles] = await Promise.all([
    listStaff(deps, { viewer }),
    listInvitations(deps, { viewer }),
    listRoles(deps, { viewer }),
  ]);
  if (!staff.ok) return problem(staff.error);
  if (!invitations.ok) return problem(invitations.error);
  if (!roles.ok) return problem(roles.error);
  return {
    ...sent,
    staff: staff.value,
    invitations: invitations.value,
    roles: roles.value.map(({ id, name }) => ({ value: id, label: name })),
    canEdit: viewer.permissions.has("staff.edit"),
    isConfirmed: isConfirmed(ctx),
  };
}

export default define.page<typeof handler>(function AdminStaffPage(props) {
  const { staff, invitations, roles, canEdit, isConfirmed, typed, errors } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Staff"
      description="Who works here, and what their roles let them do."
      actions={<Button href="/admin/staff/roles" variant="secondary">Roles</Button>}
    >
      <Head>
        <title>Staff · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <Card flush>
          <StaffTable staff={staff} />
        </Card>
        <Card title="Open invitations" flush>
          <InvitationTable
            invitations={invitations}
            offerOf={(invitation) => invitation.roleName}
            canRevoke={canEdit && isConfirmed}
          />
        </Card>
        {canEdit && (
          <Card
            title="Invite somebody"
            description="They get a mail with a link that works once, and accept with an account of their own."
          >
            <ProofGate isConfirmed={isConfirmed} path={PATH} what="invite staff">
              <form method="post" class="flex flex-col gap-5" novalidate>
                <ErrorSummary errors={errors} />
                <div class="grid gap-5 sm:grid-cols-2">
                  <EmailField typed={typed.texts.email} errors={errors} autocomplete="off" />
                  <Select
                    name="role"
                    label="Role"
                    options={roles}
                    value={typed.texts.role ?? "viewer"}
                    error={errors.role}
                    required
                  />
                </div>
                <div>
                  <Button name="action" value="invite">Send the invitation</Button>
                </div>
              </form>
            </ProofGate>
          </Card>
        )}
      </div>
    </AdminLayout>
  );
});
