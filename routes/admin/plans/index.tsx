/** Plans with their prices in every currency. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { PricedTable } from "@/components/admin/prices/PriceTable.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { listPriced } from "@/domain/catalog/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const priced = await listPriced(ctx.state.deps, { viewer: requireStaff(ctx) });
    if (!priced.ok) return problem(priced.error);
    return page({ items: priced.value.filter(({ kind }) => ["plans"].includes(kind)) });
  },
});

export default define.page<typeof handler>(function PricesPage(props) {
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Plans"
      description="Prices by term and currency. Each is set; nothing is converted."
    >
      <Head>
        <title>Plans · Staff · CloudNest</title>
      </Head>
      <PricedTable title="Prices" items={props.data.items} base="/admin/plans" />
    </AdminLayout>
  );
});
