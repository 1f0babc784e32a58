/** Another plan or term for a service: choose, see the price by days, request it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import {
  cancelChange,
  CHANGE_TIMES,
  type ChangeError,
  type ChangeOptionsView,
  type ChangePreviewView,
  getChangeOptions,
  previewChange,
  requestChange,
} from "@/domain/change/mod.ts";
import { mayUse } from "@/domain/shared/actor.ts";
import { type Cycle, CYCLES } from "@/domain/shared/period.ts";
import type { Conflict } from "@/domain/shared/result.ts";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { ChangePrice, ChooseChange, OpenChange } from "@/components/services/ChangePlan.tsx";
import { Alert } from "@/components/ui/mod.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireCustomer } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";

const form = z.strictObject({
  action: z.enum(["request", "cancel"], "Choose what to do."),
  when: z.enum(CHANGE_TIMES, "Choose when.").default("now"),
  plan: z.string().max(40).default(""),
  cycle: z.string().max(20).default(""),
  seen: z.string().max(20).default(""),
  from_wallet: z.enum(["1", ""]).default(""),
});

const NOT_CANCELLED =
  "This change can't be cancelled now: it is paid, or its first term waits for its payment, by itself or on an invoice with other things. Pay that, then change again.";

interface Data extends ChangeOptionsView {
  chosen: { plan: string; cycle: Cycle };
  preview: ChangePreviewView | null;
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { searchParams } = ctx.url;
    const options = await load(ctx);
    const plan = searchParams.get("plan");
    const cycle = searchParams.get("cycle");
    if (plan === null || cycle === null || options.open) {
      return page<Data>({ ...options, chosen: present(options), preview: null, errors: {} });
    }
    const actor = requireCustomer(ctx);
    const { deps } = ctx.state;
    const input = { actor, serviceId: options.service.id, plan, cycle };
    const preview = await previewChange(deps, input);
    const chosen = {
      plan,
      cycle: CYCLES.find((known) => known === cycle) ?? options.service.cycle,
    };
    if (preview.ok) {
      return page<Data>({ ...options, chosen, preview: preview.value, errors: {} });
    }
    return refuse(preview.error, { ...options, chosen });
  },
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const options = await load(ctx);
    const chosen = present(options);
    const read = await readForm(ctx, form);
    if (!read.ok) return refuse(read.error, { ...options, chosen });
    const actor = requireCustomer(ctx);
    const serviceId = options.service.id;
    if (read.value.action === "cancel") {
      const cancelled = await cancelChange(deps, { actor, serviceId, requestId });
      if (!cancelled.ok) {
        if (cancelled.error.code !== "not_open") return problem(cancelled.error);
        const errors = { "": NOT_CANCELLED };
        return page<Data>({ ...options, chosen, preview: null, errors }, { status: 409 });
      }
      return await seeOther(ctx, `/dashboard/services/${serviceId}/change`, {
        tone: "ok",
        text: "The change is cancelled.",
      });
    }
    const { plan, cycle, when, seen, from_wallet } = read.value;
    const fromWallet = from_wallet === "1";
    const input = { actor, serviceId, plan, cycle, when, seen, fromWallet, requestId };
    const requested = await requestChange(deps, input);
    if (!requested.ok) return refuse(requested.error, { ...options, chosen });
    const { invoiceId } = requested.value;
    if (invoiceId === null) {
      const text = when === "now"
        ? seen.startsWith("-")
          ? "The change is made. What isn't used any more is back in your wallet."
          : "The change is made."
        : "The change comes with the next term. There is nothing to pay now.";
      return await seeOther(ctx, `/dashboard/services/${serviceId}/change`, { tone: "ok", text });
    }
    return await seeOther(ctx, `/dashboard/invoices/${invoiceId}`, {
      tone: "ok",
      text: fromWallet
        ? "The change is made as soon as this invoice is paid. The wallet pays what it can now."
        : "The change is made as soon as this invoice is paid.",
    });
  },
});

async function load(ctx: Ctx): Promise<ChangeOptionsView> {
  const viewer = requireCustomer(ctx);
  const options = await getChangeOptions(ctx.state.deps, { viewer, serviceId: ctx.params.id! });
  return options.ok ? options.value : problem(options.error);
}

function present({ service }: ChangeOptionsView): Data["chosen"] {
  return { plan: service.plan, cycle: service.cycle };
}

function refuse(error: ChangeError | Conflict, data: Omit<Data, "preview" | "errors">) {
  if (error.code === "not_found") return problem(error);
  const errors = error.code === "validation" ? error.fields : { "": explain(error) };
  return page<Data>({ ...data, preview: null, errors }, formStatus(error));
}

function explain(error: Exclude<ChangeError | Conflict, { code: "validation" | "not_found" }>) {
  switch (error.code) {
    case "out_of_stock":
      return "This plan is sold out where your server stands. Choose another one.";
    case "conflict":
      return "We are busy right now. Try again in a moment.";
    case "not_changeable":
      switch (error.why) {
        case "not_active":
          return "Only a running server can be changed.";
        case "cancelled":
          return "This server is to end. Take the cancellation back first.";
        case "unpaid":
          return "An invoice for the next term is open that is paid in part, or is for other servers too. Pay it first, or change with the next term.";
        case "billed_together":
          return "The next term stands on an invoice with other things. Pay that first, then change.";
        case "change_open":
          return "There is a change that isn't through. Pay or cancel it first.";
      }
  }
}

export default define.page<typeof handler>(function ChangePage(props) {
  const { service, plans, open, chosen, preview, errors } = props.data;
  const path = `/dashboard/services/${service.id}/change`;
  const problemText = errors[""];
  const canRequest = mayUse(props.state.signedIn!.customer, "orders");
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Change the plan"
      description={`${service.hostname} is ${service.planName} now.`}
      breadcrumbs={[
        { label: "Services", href: "/dashboard/services" },
        { label: service.hostname, href: `/dashboard/services/${service.id}` },
        { label: "Change the plan" },
      ]}
    >
      <Head>
        <title>Change the plan · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        {problemText && <Alert tone="bad" title={problemText} role="alert" />}
        {open
          ? <OpenChange path={path} change={open} canRequest={canRequest} />
          : <ChooseChange path={path} plans={plans} chosen={chosen} errors={errors} />}
        {preview && (
          <ChangePrice
            path={path}
            preview={preview}
            canRequest={canRequest}
          />
        )}
      </div>
    </DashboardLayout>
  );
});
