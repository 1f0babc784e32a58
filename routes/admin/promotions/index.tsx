/** All promotions, by state. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { PromotionsTable } from "@/components/admin/promotions/Promotions.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, Pagination, Tabs } from "@/components/ui/mod.ts";
import { listPromotions, PROMOTION_STATUSES } from "@/domain/promotion/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

const PATH = "/admin/promotions";
const NAMES = { active: "Active", paused: "Paused", ended: "Ended" } as const;

export const handler = define.handlers({
  async GET(ctx) {
    const status = choiceOf(ctx.url, "status", PROMOTION_STATUSES);
    const promotions = await listPromotions(ctx.state.deps, {
      viewer: requireStaff(ctx),
      page: pageRequestOf(ctx.url, "prm"),
      ...(status && { status }),
    });
    const links = pageLinks(ctx.url, promotions.next);
    return page({ promotions: promotions.items, links, status });
  },
});

export default define.page<typeof handler>(function AdminPromotionsPage(props) {
  const { promotions, links, status } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Promotions"
      description="Codes that customers type into their order. An order keeps the terms that it was placed with."
      actions={<Button href={`${PATH}/new`}>New promotion</Button>}
    >
      <Head>
        <title>Promotions · Staff · CloudNest</title>
      </Head>
      <Tabs
        label="Promotions by state"
        tabs={[
          { href: PATH, label: "All", current: !status },
          ...PROMOTION_STATUSES.map((each) => ({
            href: `${PATH}?status=${each}`,
            label: NAMES[each],
            current: each === status,
          })),
        ]}
      />
      <Card flush>
        <PromotionsTable promotions={promotions} />
      </Card>
      <Pagination {...links} label="promotions" />
    </AdminLayout>
  );
});
