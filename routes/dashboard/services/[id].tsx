/** One of the customer's services: access, plan, billing. The password is shown on request only. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { getService, revealCredentials, type ServiceView } from "@/domain/service/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { AccessCard } from "@/components/services/AccessCard.tsx";
import { billingItems, machineItems, NotRunning } from "@/components/services/facts.tsx";
import { Card, DescriptionList, StatusBadge } from "@/components/ui/mod.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { mayUse } from "@/domain/shared/actor.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { formStatus, problem, retryAfterOf, waitText } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const form = z.strictObject({ action: z.literal("reveal") });

interface Data {
  service: ServiceView;
  password: string | null;
  problem: string | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>({ service: await load(ctx), password: null, problem: null });
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return problem(read.error);
    const { deps, requestId } = ctx.state;
    const actor = requireCustomer(ctx);
    const revealed = await revealCredentials(deps, { actor, id: ctx.params.id!, requestId });
    if (!revealed.ok && revealed.error.code === "not_found") return problem(revealed.error);
    const password = revealed.ok ? revealed.value.password : null;
    const message = revealed.ok ? null : explain(revealed.error);
    const init = revealed.ok ? {} : formStatus(revealed.error);
    if (ctx.req.headers.get("accept") === "application/json") {
      return Response.json(password === null ? { message } : { password }, init);
    }
    return page<Data>({ service: await load(ctx), password, problem: message }, init);
  },
});

async function load(ctx: Ctx): Promise<ServiceView> {
  const viewer = requireCustomer(ctx);
  const service = await getService(ctx.state.deps, { viewer, id: ctx.params.id! });
  return service.ok ? service.value : problem(service.error);
}

function explain(error: Failure): string {
  const wait = retryAfterOf(error);
  if (wait !== null) return `That was shown very often. Try again in ${waitText(wait)}.`;
  return error.code === "not_active"
    ? "This service isn't running, so there is no password to show."
    : "We are busy right now. Try again in a moment.";
}

export default define.page<typeof handler>(function ServicePage(props) {
  const { service, password, problem: why } = props.data;
  const seesOrder = mayUse(props.state.signedIn!.customer, "orders");
  const path = `/dashboard/services/${service.id}`;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title={service.hostname}
      description={`${service.planName}, ${service.datacenterName}`}
      breadcrumbs={[
        { label: "Services", href: "/dashboard/services" },
        { label: service.hostname },
      ]}
      actions={<StatusBadge kind="service" status={service.status} />}
    >
      <Head>
        <title>{`${service.hostname} · CloudNest`}</title>
      </Head>
      <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <div class="flex min-w-0 flex-col gap-6">
          {service.access
            ? (
              <AccessCard
                access={service.access}
                action={path}
                password={password}
                problem={why}
              />
            )
            : <NotRunning service={service} />}
          <Card title="Machine">
            <DescriptionList columns={2} items={machineItems(service)} />
          </Card>
        </div>
        <Card title="Billing">
          <DescriptionList items={billingItems(service, { seesOrder })} />
        </Card>
      </div>
    </DashboardLayout>
  );
});
