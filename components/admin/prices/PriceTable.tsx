/** Lists of what has prices. */
import type { PricedView, PriceListView } from "@/domain/catalog/view.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { Badge, Card, type Column, DataTable, EmptyState, Money, TextLink } from "../../ui/mod.ts";
import { BoxesIcon } from "../../icons.tsx";

/** A row for each currency that something is offered in. */
interface Row {
  item: PricedView;
  list: PriceListView;
}

/** What there is, each with its prices by term and currency. */
export function PricedTable(
  { title, items, base }: { title: string; items: PricedView[]; base: string },
) {
  const rows = items.flatMap((item) =>
    item.lists.filter(({ isOffered }, at) => isOffered || at === 0).map((list) => ({ item, list }))
  );
  const columns: Column<Row>[] = [
    {
      key: "name",
      label: "Name",
      primary: true,
      render: ({ item }) => (
        <>
          <TextLink href={`${base}/${item.id}`}>{item.name}</TextLink>
          {!item.isActive && <Badge tone="neutral">Out of sale</Badge>}
          {item.trialDays !== null && item.trialDays > 0 && (
            <Badge tone="brand" class="ml-2">{`${item.trialDays} days free`}</Badge>
          )}
        </>
      ),
    },
    { key: "currency", label: "Currency", render: ({ list }) => list.currency },
    ...CYCLES.map((cycle): Column<Row> => ({
      key: cycle,
      label: CYCLE_LABELS[cycle],
      numeric: true,
      render: ({ list }) => {
        const price = list.prices[cycle];
        return price ? <Money amount={price} /> : "–";
      },
    })),
  ];
  return (
    <Card title={title} flush>
      <DataTable
        caption={title}
        columns={columns}
        rows={rows}
        rowKey={({ item, list }) => `${item.id} ${list.currency}`}
        empty={
          <EmptyState
            icon={BoxesIcon}
            title="There is nothing here"
            description="The catalogue is filled on the first start."
          />
        }
      />
    </Card>
  );
}
