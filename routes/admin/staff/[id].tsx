/** One staff member: their role, and the end of it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import {
  Alert,
  Badge,
  Button,
  Card,
  DateTime,
  DescriptionList,
  Disclosure,
  Select,
  StatusBadge,
  TextLink,
} from "@/components/ui/mod.ts";
import { listRoles } from "@/domain/role/mod.ts";
import { changeStaffRole, getStaffMember } from "@/domain/staff/mod.ts";
import { BROKEN_FORM, formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const form = z.strictObject({
  action: z.enum(["change_role", "remove"], BROKEN_FORM),
  role: z.string().default(""),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, {})),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const accountId = ctx.params.id!;
    const actor = requireStaff(ctx);
    const read = await readForm(ctx, form);
    if (!read.ok) return page(await load(ctx, read.error.fields), formStatus(read.error));
    const role = read.value.action === "remove" ? null : read.value.role;
    const changed = await changeStaffRole(deps, { actor, accountId, role, requestId });
    if (!changed.ok && changed.error.code === "not_found") return problem(changed.error);
    if (!changed.ok) {
      return page(await load(ctx, formError(changed.error)), formStatus(changed.error));
    }
    const text = role === null
      ? "They are no staff any more, and signed out everywhere."
      : "The role is changed. They are signed out, and start with the new one.";
    return await seeOther(ctx, role === null ? "/admin/staff" : `/admin/staff/${accountId}`, {
      tone: "ok",
      text,
    });
  },
});

async function load(ctx: Ctx, errors: Readonly<Record<string, string>>) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const [member, roles] = await Promise.all([
    getStaffMember(deps, { viewer, id: ctx.params.id! }),
    listRoles(deps, { viewer }),
  ]);
  if (!member.ok) return problem(member.error);
  if (!roles.ok) return problem(roles.error);
  return {
    member: member.value,
    roles: roles.value.map(({ id, name }) => ({ value: id, label: name })),
    canEdit: viewer.permissions.has("staff.edit"),
    isSelf: viewer.id === member.value.id,
    isConfirmed: isConfirmed(ctx),
    errors,
  };
}

export default define.page<typeof handler>(function AdminStaffMemberPage(props) {
  const { member, roles, canEdit, isSelf, isConfirmed, errors } = props.data;
  const path = `/admin/staff/${member.id}`;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={member.name}
      breadcrumbs={[{ label: "Staff", href: "/admin/staff" }, { label: member.name }]}
    >
      <Head>
        <title>{`${member.name} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        {Object.keys(errors).length > 0 && (
          <Alert tone="bad" role="alert">{Object.values(errors).join(" ")}</Alert>
        )}
        <Card title="Account">
          <DescriptionList
            columns={2}
            items={[
              { label: "E-mail", value: member.email },
              { label: "State", value: <StatusBadge kind="account" status={member.status} /> },
              { label: "Role", value: <Badge tone="brand">{member.roleName}</Badge> },
              {
                label: "Second factor",
                value: member.secondFactor === "none" ? "Off" : "On",
              },
              { label: "Since", value: <DateTime value={member.createdAt} /> },
              {
                label: "As a customer",
                value: <TextLink href={`/admin/users/${member.id}`}>Orders and services</TextLink>,
              },
            ]}
          />
        </Card>
        {canEdit && (
          <Card
            title="Role"
            description={isSelf
              ? "This is you: with another role you are signed out, and may not be able to come back here."
              : "A change counts at once, and signs them out everywhere."}
          >
            <ProofGate isConfirmed={isConfirmed} path={path} what="change roles">
              <div class="flex flex-col gap-6">
                <form method="post" class="flex flex-wrap items-end gap-4">
                  <Select
                    class="w-full sm:w-64"
                    name="role"
                    label="Role"
                    options={roles}
                    value={member.staffRole ?? undefined}
                  />
                  <Button name="action" value="change_role">Change the role</Button>
                </form>
                <Disclosure summary="End their access" variant="danger">
                  <p class="mb-4 text-sm text-muted">
                    Their account stays, as a customer's. They lose the admin panel at once.
                  </p>
                  <form method="post">
                    <Button name="action" value="remove" variant="danger">
                      Remove from the staff
                    </Button>
                  </form>
                </Disclosure>
              </div>
            </ProofGate>
          </Card>
        )}
      </div>
    </AdminLayout>
  );
});
