/** The pages on which staff see and set prices: the same for plans and for what is added to them. */
import { Head } from "fresh/runtime";
import type { PricedView } from "@/domain/catalog/view.ts";
import { AdminLayout, type SideProps } from "../../layouts/mod.ts";
import { PriceForm, type PriceFormProps } from "./PriceForm.tsx";
import { PricedTable } from "./PriceTable.tsx";

/** One of the lists of what has prices. */
export interface PriceList {
  /** Where the list is; the pages of its entries are below it. */
  path: string;
  title: string;
  kinds: readonly PricedView["kind"][];
}

/** Plans. */
export const PLAN_PRICES: PriceList = { path: "/admin/plans", title: "Plans", kinds: ["plans"] };

/** What is added to plans. */
export const ADDON_PRICES: PriceList = {
  path: "/admin/addons",
  title: "Add-ons and panels",
  kinds: ["panels", "addons"],
};

type PageProps = Pick<SideProps, "frame"> & { list: PriceList };

/** A list with the prices in every currency. */
export function PricesPage({ frame, list, items }: PageProps & { items: PricedView[] }) {
  return (
    <AdminLayout
      {...frame}
      title={list.title}
      description="Prices by term and currency. Each is set; nothing is converted."
    >
      <Head>
        <title>{`${list.title} · Staff · CloudNest`}</title>
      </Head>
      <PricedTable title="Prices" items={items} base={list.path} />
    </AdminLayout>
  );
}

/** The prices of one entry. */
export function PricePage({ frame, list, ...form }: PageProps & Omit<PriceFormProps, "action">) {
  const { item } = form;
  return (
    <AdminLayout
      {...frame}
      title={item.name}
      breadcrumbs={[{ label: list.title, href: list.path }, { label: item.name }]}
    >
      <Head>
        <title>{`${item.name} · Staff · CloudNest`}</title>
      </Head>
      <PriceForm {...form} action={`${list.path}/${item.id}`} />
    </AdminLayout>
  );
}
