/** Add-ons or control panels with their price for the chosen term, and what they fit. */
import type { CatalogView, PriceTable } from "@/domain/catalog/view.ts";
import { CYCLES } from "@/domain/shared/period.ts";
import { Card } from "../ui/Card.tsx";
import { OnlyCycle } from "../ui/Cycles.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { formatMoney } from "../ui/Money.tsx";
import { everyText } from "./cycles.ts";

interface Extra {
  slug: string;
  name: string;
  description: string;
  prices: PriceTable;
  fits: string;
}

/** Add-ons with the plans that they fit. */
export function AddonsTable({ catalog }: { catalog: CatalogView }) {
  const rows = catalog.addons.map((addon) => {
    const plans = catalog.plans.filter((plan) => plan.addons.includes(addon.slug));
    const names = plans.length === catalog.plans.length
      ? "All plans"
      : plans.map((plan) => plan.name).join(", ");
    return {
      ...addon,
      fits: addon.maxQuantity > 1 ? `${names}, up to ${addon.maxQuantity}` : names,
    };
  });
  return <ExtrasTable caption="Add-ons" fitsLabel="For" rows={rows} />;
}

/** Control panels with the systems that they run on. */
export function PanelsTable({ catalog }: { catalog: CatalogView }) {
  const rows = catalog.panels.map((panel) => {
    const images = catalog.osImages.filter((os) => panel.os.includes(os.slug));
    return { ...panel, fits: images.map((os) => `${os.name} ${os.version}`).join(", ") };
  });
  return <ExtrasTable caption="Control panels" fitsLabel="Runs on" rows={rows} />;
}

function ExtrasTable(
  { caption, fitsLabel, rows }: { caption: string; fitsLabel: string; rows: Extra[] },
) {
  return (
    <Card flush>
      <DataTable<Extra>
        caption={caption}
        rows={rows}
        rowKey={(row) => row.slug}
        columns={[
          {
            key: "name",
            label: "Name",
            primary: true,
            render: (row) => (
              <>
                <span class="block font-medium text-ink">{row.name}</span>
                <span class="block text-sm font-normal text-muted">{row.description}</span>
              </>
            ),
          },
          { key: "fits", label: fitsLabel, render: (row) => row.fits },
          {
            key: "price",
            label: "Price",
            numeric: true,
            render: (row) => <TermPrice prices={row.prices} />,
          },
        ]}
      />
    </Card>
  );
}

/** The price of the chosen term; where it can't be ordered for that term, says so. */
function TermPrice({ prices }: { prices: PriceTable }) {
  return (
    <>
      {CYCLES.map((cycle) => {
        const price = prices[cycle];
        return (
          <OnlyCycle key={cycle} cycle={cycle}>
            {price
              ? (
                <>
                  <span class="whitespace-nowrap text-ink">{formatMoney(price)}</span>{" "}
                  <span class="whitespace-nowrap text-muted">{everyText(cycle)}</span>
                </>
              )
              : "Not for this term"}
          </OnlyCycle>
        );
      })}
    </>
  );
}
