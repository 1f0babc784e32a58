/** One service: its facts, its credentials on demand, their correction, suspension and end. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ServicePage } from "@/components/admin/ServicePage.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
import { getAccountForStaff } from "@/domain/customer/mod.ts";
import { updateMachine } from "@/domain/provisioning/mod.ts";
import { type CredentialsView, getService, revealCredentials } from "@/domain/service/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { BROKEN_FORM, formError, type SentForm } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { changeStanding, STANDING_ACTIONS } from "../../(_lib)/standing_actions.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

const text = z.string().optional();

const form = z.strictObject({
  action: z.enum(["reveal", "update_machine", ...STANDING_ACTIONS], BROKEN_FORM),
  ip: text,
  hostname: text,
  username: text,
  password: text,
  port: text,
  panel_url: text,
  notes: text,
  reason: text,
  note: text,
  never_suspend: text,
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
    const { action, reason, note, never_suspend, ...fields } = read.value;
    const refuse = async (error: Failure) => {
      if (error.code === "not_found") return problem(error);
      const sent = { action, typed: read.typed, error };
      return page(await load(ctx, { sent }), formStatus(error));
    };
    if (action === "reveal") {
      const revealed = await revealCredentials(deps, { actor, id, requestId });
      if (!revealed.ok) return await refuse(revealed.error);
      return page(await load(ctx, { credentials: revealed.value }));
    }
    const done = action === "update_machine"
      ? await updateMachine(deps, { actor, serviceId: id, form: fields, requestId })
      : await changeStanding(ctx, { action, reason, note, never_suspend });
    if (!done.ok) return await refuse(done.error);
    const text = DONE[action];
    return await seeOther(ctx, `/admin/services/${id}`, { tone: "ok", text });
  },
});

const DONE = {
  update_machine: "The machine's data is replaced.",
  suspend: "The service is suspended.",
  resume: "The service runs again.",
  set_never_suspend: "Saved.",
  terminate: "The service is stopped, and will be deleted.",
  undo_termination: "The service stays.",
};

async function load(ctx: Ctx, shown: { sent?: SentForm; credentials?: CredentialsView }) {
  const viewer = requireStaff(ctx);
  const service = await getService(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!service.ok) return problem(service.error);
  const { sent, credentials } = shown;
  const customer = await getAccountForStaff(ctx.state.deps, {
    viewer,
    id: service.value.customerId,
  });
  return {
    service: service.value,
    customerName: customer.ok ? customer.value.name : "Account",
    canProvision: viewer.permissions.has("services.provision"),
    maySuspend: viewer.permissions.has("services.suspend"),
    mayTerminate: viewer.permissions.has("services.terminate"),
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
