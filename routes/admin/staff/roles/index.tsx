/** All roles, and the form of a new one. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { RoleFields } from "@/components/admin/RoleFields.tsx";
import { RoleTable } from "@/components/admin/StaffLists.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, ErrorSummary } from "@/components/ui/mod.ts";
import { listRoles } from "@/domain/role/mod.ts";
import { createRole } from "@/domain/staff/mod.ts";
import { formError } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const PATH = "/admin/staff/roles";

const form = z.strictObject({
  name: z.string().default(""),
  permissions: z.array(z.string()).default([]),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { typed: nothingTyped(), errors: {} })),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    const { typed } = read;
    if (!read.ok) {
      return page(await load(ctx, { typed, errors: read.error.fields }), formStatus(read.error));
    }
    const made = await createRole(deps, { actor: requireStaff(ctx), form: read.value, requestId });
    if (made.ok) {
      return await seeOther(ctx, PATH, { tone: "ok", text: "The role is there to be given." });
    }
    if (made.error.code === "not_found") return problem(made.error);
    const errors = formError(made.error);
    return page(await load(ctx, { typed, errors }), formStatus(made.error));
  },
});

async function load(ctx: Ctx, sent: { typed: Typed; errors: Record<string, string> }) {
  const viewer = requireStaff(ctx);
  const roles = await listRoles(ctx.state.deps, { viewer });
  if (!roles.ok) return problem(roles.error);
  const canEdit = viewer.permissions.has("staff.edit");
  return {
    ...sent,
    roles: roles.value,
    mayGive: viewer.permissions,
    canEdit,
    isConfirmed: isConfirmed(ctx),
  };
}

export default define.page<typeof handler>(function AdminRolesPage(props) {
  const { roles, mayGive, canEdit, isConfirmed, typed, errors } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Roles"
      description="A role is a set of permissions. The built-in ones stay as they are."
      breadcrumbs={[{ label: "Staff", href: "/admin/staff" }, { label: "Roles" }]}
    >
      <Head>
        <title>Roles · Staff · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <Card flush>
          <RoleTable roles={roles} />
        </Card>
        {canEdit && (
          <Card title="A new role" description="You can give what you may do yourself.">
            <ProofGate isConfirmed={isConfirmed} path={PATH} what="make roles">
              <form method="post" class="flex flex-col gap-6" novalidate>
                <ErrorSummary errors={errors} />
                <RoleFields
                  name={typed.texts.name ?? ""}
                  permissions={typed.lists.permissions ?? []}
                  errors={errors}
                  mayGive={mayGive}
                />
                <div>
                  <Button>Make the role</Button>
                </div>
              </form>
            </ProofGate>
          </Card>
        )}
      </div>
    </AdminLayout>
  );
});
