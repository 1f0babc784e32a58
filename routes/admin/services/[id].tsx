/** One service: its facts, its credentials on demand, and their correction. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ServicePage } from "@/components/admin/ServicePage.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
import { updateMachine } from "@/domain/provisioning/mod.ts";
import { type CredentialsView, getService, revealCredentials } from "@/domain/service/mod.ts";
import { BROKEN_FORM, formError, type SentForm } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const text = z.string().optional();

const form = z.strictObject({
  action: z.enum(["reveal", "update_machine"], BROKEN_FORM),
  ip: text,
  hostname: text,
  username: text,
  password: text,
  port: text,
  panel_url: text,
  notes: text,
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, {})),
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const actor = requireStaff(ctx);
    const id = ctx.params.id!;
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const read = await readForm(ctx, form);
    if (!read.ok) {
      const sent = { action: read.typed.texts.action ?? "", typed: read.typed, error: read.error };
      return page(await load(ctx, { sent }), formStatus(read.error));
    }
    const { action, ...fields } = read.value;
    if (action === "reveal") {
      const revealed = await revealCredentials(deps, { actor, id, requestId });
      if (revealed.ok) return page(await load(ctx, { credentials: revealed.value }));
      if (revealed.error.code === "not_found") return problem(revealed.error);
      const sent = { action, typed: read.typed, error: revealed.error };
      return page(await load(ctx, { sent }), formStatus(revealed.error));
    }
    const updated = await updateMachine(deps, { actor, serviceId: id, form: fields, requestId });
    if (updated.ok) {
      const text = "The machine's data is replaced.";
      return await seeOther(ctx, `/admin/services/${id}`, { tone: "ok", text });
    }
    if (updated.error.code === "not_found") return problem(updated.error);
    const sent = { action, typed: read.typed, error: updated.error };
    return page(await load(ctx, { sent }), formStatus(updated.error));
  },
});

async function load(ctx: Ctx, shown: { sent?: SentForm; credentials?: CredentialsView }) {
  const viewer = requireStaff(ctx);
  const service = await getService(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!service.ok) return problem(service.error);
  const { sent, credentials } = shown;
  return {
    service: service.value,
    canProvision: viewer.permissions.has("services.provision"),
    credentials: credentials ?? null,
    isConfirmed: isConfirmed(ctx),
    sent: sent ? { ...sent, errors: formError(sent.error) } : null,
  };
}

export default define.page<typeof handler>(function AdminServicePage(props) {
  const { service } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={service.hostname}
      breadcrumbs={[{ label: "Services", href: "/admin/services" }, { label: service.hostname }]}
      actions={
        <Button href={`/admin/orders/${service.orderId}`} variant="secondary">Its order</Button>
      }
    >
      <Head>
        <title>{`${service.hostname} · Staff · CloudNest`}</title>
      </Head>
      <ServicePage {...props.data} />
    </AdminLayout>
  );
});
