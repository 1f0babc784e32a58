/** One of the customer's services: access, plan, billing, its end. The password is shown on request only. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { getRenewal, type RenewalView } from "@/domain/billing/mod.ts";
import { getService, revealCredentials, type ServiceView } from "@/domain/service/mod.ts";
import { customerTax, type TaxRule } from "@/domain/tax/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { AccessCard } from "@/components/services/AccessCard.tsx";
import { CancelCard } from "@/components/services/CancelCard.tsx";
import { billingItems, machineItems, NotRunning } from "@/components/services/facts.tsx";
import { EndingAlert, RenewalCard } from "@/components/services/RenewalCard.tsx";
import { Alert, Card, DescriptionList, StatusBadge } from "@/components/ui/mod.ts";
import { formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { mayUse } from "@/domain/shared/actor.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { formStatus, problem, retryAfterOf, waitText } from "../../(_lib)/problems.ts";
import { runServiceAction, serviceForm } from "../../(_lib)/service_actions.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

interface Data {
  service: ServiceView;
  renewal: RenewalView;
  tax: TaxRule;
  password: string | null;
  /** Why the password isn't shown. */
  problem: string | null;
  /** The form that was sent and refused. */
  sent: { texts: Record<string, string>; errors: Record<string, string> } | null;
}

const UNTOUCHED = { password: null, problem: null, sent: null };

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>({ ...await load(ctx), ...UNTOUCHED });
  },
  async POST(ctx) {
    const read = await readForm(ctx, serviceForm);
    if (!read.ok) return problem(read.error);
    if (read.value.action === "reveal") return await reveal(ctx);
    const done = await runServiceAction(ctx, read.value);
    if (done.ok) return await seeOther(ctx, done.value.path, { tone: "ok", text: done.value.text });
    if (done.error.code === "not_found") return problem(done.error);
    const sent = { texts: read.typed.texts, errors: formError(done.error) };
    return page<Data>({ ...await load(ctx), ...UNTOUCHED, sent }, formStatus(done.error));
  },
});

async function reveal(ctx: Ctx) {
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
  return page<Data>({ ...await load(ctx), password, problem: message, sent: null }, init);
}

async function load(ctx: Ctx): Promise<Pick<Data, "service" | "renewal" | "tax">> {
  const { deps } = ctx.state;
  const viewer = requireCustomer(ctx);
  const [service, renewal, { rule: tax }] = await Promise.all([
    getService(deps, { viewer, id: ctx.params.id! }),
    getRenewal(deps, { viewer, serviceId: ctx.params.id! }),
    customerTax(deps, { customerId: viewer.id }),
  ]);
  if (!service.ok) return problem(service.error);
  if (!renewal.ok) return problem(renewal.error);
  return { service: service.value, renewal: renewal.value, tax };
}

function explain(error: Failure): string {
  const wait = retryAfterOf(error);
  if (wait !== null) return `That was shown very often. Try again in ${waitText(wait)}.`;
  return error.code === "not_active"
    ? "This service isn't running, so there is no password to show."
    : "We are busy right now. Try again in a moment.";
}

export default define.page<typeof handler>(function ServicePage(props) {
  const { service, renewal, tax, password, problem: why, sent } = props.data;
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
          {sent?.errors[""] && <Alert tone="bad" role="alert">{sent.errors[""]}</Alert>}
          <EndingAlert service={service} mayUndo={renewal.mayUndo} />
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
        <div class="flex min-w-0 flex-col gap-6">
          <Card title="Billing">
            <DescriptionList
              items={billingItems(service, { seesOrder, tax, discounted: renewal.discounted })}
            />
          </Card>
          <RenewalCard service={service} renewal={renewal} />
          {renewal.cancel && (
            <CancelCard
              cancel={renewal.cancel}
              isTrial={service.trialEndsOn !== null}
              form={sent ?? { texts: {}, errors: {} }}
            />
          )}
        </div>
      </div>
    </DashboardLayout>
  );
});
