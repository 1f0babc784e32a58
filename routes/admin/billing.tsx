/** What goes out in the days to come: the nights themselves, rehearsed on a copy. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { BillingAhead } from "@/components/admin/BillingAhead.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Tabs } from "@/components/ui/mod.ts";
import { showAhead } from "@/domain/billing/mod.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { choiceOf } from "../(_lib)/lists.ts";
import { problem } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

const SPANS = ["1", "7", "30"] as const;

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const span = choiceOf(ctx.url, "days", SPANS) ?? "30";
    const ahead = await showAhead(ctx.state.deps, { viewer, days: Number(span) });
    return ahead.ok ? page({ rehearsal: ahead.value, span }) : problem(ahead.error);
  },
});

export default define.page<typeof handler>(function AdminBillingPage(props) {
  const { rehearsal, span } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Billing ahead"
      description="What would happen if nobody paid and nothing changed: the real nights, on a copy. Looking at it changes nothing."
    >
      <Head>
        <title>Billing ahead · Staff · CloudNest</title>
      </Head>
      <Tabs
        label="Days ahead"
        tabs={SPANS.map((days) => ({
          label: days === "1" ? "1 day" : `${days} days`,
          href: `/admin/billing?days=${days}`,
          current: days === span,
        }))}
      />
      <BillingAhead rehearsal={rehearsal} />
    </AdminLayout>
  );
});
