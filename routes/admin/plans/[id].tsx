/** The prices of a plan. */
import { Head } from "fresh/runtime";
import { PriceForm } from "@/components/admin/prices/PriceForm.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { savePrices, showPrices } from "../../(_lib)/price_page.tsx";
import { define } from "../../(_lib)/state.ts";

const KINDS = ["plans"] as const;

export const handler = define.handlers({
  GET: (ctx) => showPrices(ctx, KINDS),
  POST: (ctx) => savePrices(ctx, { kinds: KINDS, list: "/admin/plans" }),
});

export default define.page<typeof handler>(function PricePage(props) {
  const { item, canEdit, typed, errors } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={item.name}
      breadcrumbs={[{ label: "Plans", href: "/admin/plans" }, { label: item.name }]}
    >
      <Head>
        <title>{`${item.name} · Staff · CloudNest`}</title>
      </Head>
      <PriceForm
        action={`/admin/plans/${item.id}`}
        {...{ item, canEdit, typed, errors }}
      />
    </AdminLayout>
  );
});
