/** Payments on chains: those that wait for a decision, or all. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { ChainTable } from "@/components/admin/chain/ChainTable.tsx";
import { PausedAssets } from "@/components/admin/chain/PausedAssets.tsx";
import { DeskTabs } from "@/components/admin/desk/DeskTabs.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination, Tabs } from "@/components/ui/mod.ts";
import { listChainPayments, listPaused } from "@/domain/crypto/mod.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../../(_lib)/lists.ts";
import { define } from "../../../(_lib)/state.ts";

const PATH = "/admin/payments/chain";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const isAttention = choiceOf(ctx.url, "view", ["all"]) !== "all";
    const viewer = requireStaff(ctx);
    const [{ items, next }, paused] = await Promise.all([
      listChainPayments(deps, {
        viewer,
        attention: isAttention,
        page: pageRequestOf(ctx.url, "chp"),
      }),
      listPaused(deps, { viewer }),
    ]);
    return page({ rows: items, isAttention, paused, links: pageLinks(ctx.url, next) });
  },
});

export default define.page<typeof handler>(function AdminChainPaymentsPage(props) {
  const { rows, isAttention, paused, links } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Payments on chains"
      description="What customers pay in crypto, and what waits for a decision of yours."
    >
      <Head>
        <title>Payments on chains · Staff · CloudNest</title>
      </Head>
      <DeskTabs current={PATH} />
      <PausedAssets paused={paused} class="mb-5" />
      <Tabs
        label="Which payments"
        tabs={[
          { href: PATH, label: "To decide", current: isAttention },
          { href: `${PATH}?view=all`, label: "All", current: !isAttention },
        ]}
      />
      <Card flush>
        <ChainTable rows={rows} isAttention={isAttention} />
      </Card>
      <Pagination {...links} label="payments on chains" />
    </AdminLayout>
  );
});
