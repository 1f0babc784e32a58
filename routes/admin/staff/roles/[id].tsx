/** One role: what it allows, and for custom ones its form. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { RoleFields } from "@/components/admin/RoleFields.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, Disclosure, ErrorSummary } from "@/components/ui/mod.ts";
import { getRole } from "@/domain/role/mod.ts";
import { changeRole, deleteRole } from "@/domain/staff/mod.ts";
import { BROKEN_FORM, formError } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm, type Typed } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const PATH = "/admin/staff/roles";

const form = z.strictObject({
  action: z.enum(["change", "delete"], BROKEN_FORM),
  name: z.string().default(""),
  permissions: z.array(z.string()).default([]),
});

interface Sent {
  typed: Typed;
  errors: Record<string, string>;
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const actor = requireStaff(ctx);
    const roleId = ctx.params.id!;
    const read = await readForm(ctx, form);
    const { typed } = read;
    if (!read.ok) {
      return page(await load(ctx, { typed, errors: read.error.fields }), formStatus(read.error));
    }
    const { action, ...fields } = read.value;
    const done = action === "delete"
      ? await deleteRole(deps, { actor, roleId, requestId })
      : await changeRole(deps, { actor, roleId, form: fields, requestId });
    if (done.ok) {
      const text = action === "delete"
        ? "The role is deleted."
        : "The role is changed, for everybody who has it.";
      return await seeOther(ctx, PATH, { tone: "ok", text });
    }
    if (done.error.code === "not_found") return problem(done.error);
    return page(await load(ctx, { typed, errors: formError(done.error) }), formStatus(done.error));
  },
});

async function load(ctx: Ctx, sent: Sent | null) {
  const viewer = requireStaff(ctx);
  const role = await getRole(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!role.ok) return problem(role.error);
  const canEdit = !role.value.isBuiltIn && viewer.permissions.has("staff.edit");
  const isTyped = sent?.typed.texts.action === "change";
  return {
    role: role.value,
    name: isTyped ? sent.typed.texts.name ?? "" : role.value.name,
    permissions: isTyped ? sent.typed.lists.permissions ?? [] : role.value.permissions,
    errors: sent?.errors ?? {},
    mayGive: canEdit && isConfirmed(ctx) ? viewer.permissions : new Set<string>(),
    canEdit,
    isConfirmed: isConfirmed(ctx),
  };
}

export default define.page<typeof handler>(function AdminRolePage(props) {
  const { role, name, permissions, errors, mayGive, canEdit, isConfirmed } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={role.name}
      description={role.isBuiltIn ? "A built-in role: it stays as it is." : undefined}
      breadcrumbs={[
        { label: "Staff", href: "/admin/staff" },
        { label: "Roles", href: PATH },
        { label: role.name },
      ]}
    >
      <Head>
        <title>{`${role.name} · Roles · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        <Card title="What it allows">
          <form method="post" class="flex flex-col gap-6" novalidate>
            <ErrorSummary errors={errors} />
            <RoleFields name={name} permissions={permissions} errors={errors} mayGive={mayGive} />
            {canEdit && (
              <ProofGate
                isConfirmed={isConfirmed}
                path={`${PATH}/${role.id}`}
                what="change the role"
              >
                <div>
                  <Button name="action" value="change">Save the role</Button>
                </div>
              </ProofGate>
            )}
          </form>
        </Card>
        {canEdit && isConfirmed && (
          <Disclosure summary="Delete this role" variant="danger">
            <p class="mb-4 text-sm text-muted">
              That is possible once nobody has it any more.
            </p>
            <form method="post">
              <Button name="action" value="delete" variant="danger">Delete the role</Button>
            </form>
          </Disclosure>
        )}
      </div>
    </AdminLayout>
  );
});
