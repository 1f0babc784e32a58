/** The rate of one asset for staff: how it stands, what each source said, and what customers were quoted last. */
import type { RateQuoteView, RateSourceView, RateView } from "@/domain/crypto/view.ts";
import { priceText } from "../../crypto/texts.ts";
import { Card } from "../../ui/Card.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { DescriptionList } from "../../ui/DescriptionList.tsx";
import { Money } from "../../ui/Money.tsx";
import { StatusBadge } from "../../ui/StatusBadge.tsx";
import { TextLink } from "../../ui/TextLink.tsx";
import { ageText, percentText, SOURCE_NAMES, stateText } from "./rate_texts.ts";

/** A card whose title is the asset. */
export function RateCard({ rate }: { rate: RateView }) {
  return (
    <Card
      id={`rate-${rate.asset}`}
      title={`${rate.assetLabel} (${rate.asset})`}
      description={stateText(rate)}
      actions={<StatusBadge kind="rate" status={rate.state} />}
    >
      <div class="-m-5 grid lg:grid-cols-[2fr_3fr]">
        <div class="p-5">
          <Facts rate={rate} />
        </div>
        <div class="min-w-0 border-t border-line lg:border-t-0 lg:border-l">
          <DataTable
            caption={`What each source said of ${rate.asset}`}
            captionVisible
            columns={sourceColumns(rate.currency)}
            rows={rate.sources}
            rowKey={({ source }) => source}
          />
        </div>
        <div class="min-w-0 border-t border-line lg:col-span-2">
          <DataTable
            caption={`Last quotes in ${rate.asset}`}
            captionVisible
            columns={quoteColumns(rate.currency)}
            rows={rate.quotes}
            rowKey={({ paymentId, lockedAt }) => `${paymentId} ${lockedAt}`}
            empty={
              <p class="px-5 py-4 text-sm text-muted">
                No customer has asked for an amount in {rate.asset} yet.
              </p>
            }
          />
        </div>
      </div>
    </Card>
  );
}

function Facts({ rate }: { rate: RateView }) {
  const { price, currency, median, spreadBasisPoints, goodAt, askedAt, countedCount } = rate;
  return (
    <DescriptionList
      items={[
        { label: "Quoted at", value: price === null ? "Paused" : worth(price, currency) },
        {
          label: "Median when last asked",
          value: median === null
            ? "None"
            : `${worth(median, currency)}, of ${countedCount} of ${rate.sources.length} sources`,
        },
        {
          label: "Lowest to highest",
          value: spreadBasisPoints === null ? "–" : percentText(spreadBasisPoints),
        },
        { label: "Last agreed", value: goodAt === null ? "Never" : <DateTime value={goodAt} /> },
        { label: "Last asked", value: askedAt === null ? "Never" : <DateTime value={askedAt} /> },
      ]}
    />
  );
}

function sourceColumns(currency: string): Column<RateSourceView>[] {
  return [
    {
      key: "source",
      label: "Source",
      primary: true,
      render: ({ source }) => SOURCE_NAMES[source],
    },
    {
      key: "status",
      label: "Counted",
      render: ({ status }) => <StatusBadge kind="rate_source" status={status} />,
    },
    {
      key: "price",
      label: "Price",
      numeric: true,
      render: ({ price }) => price === null ? "–" : worth(price, currency),
    },
    {
      key: "distance",
      label: "From the middle",
      numeric: true,
      render: ({ distanceBasisPoints: distance }) =>
        distance === null ? "–" : percentText(distance, { isSigned: true }),
    },
    {
      key: "age",
      label: "Age",
      numeric: true,
      render: ({ ageSeconds }) => ageSeconds === null ? "–" : ageText(ageSeconds),
    },
  ];
}

function quoteColumns(currency: string): Column<RateQuoteView>[] {
  return [
    {
      key: "invoice",
      label: "Invoice",
      primary: true,
      render: ({ paymentId, invoiceNumber }) => (
        <TextLink href={`/admin/payments/chain/${paymentId}`}>{invoiceNumber}</TextLink>
      ),
    },
    { key: "at", label: "Given", render: ({ lockedAt }) => <DateTime value={lockedAt} /> },
    { key: "amount", label: "Amount", numeric: true, render: ({ amount }) => amount },
    { key: "due", label: "For", numeric: true, render: ({ due }) => <Money amount={due} /> },
    {
      key: "price",
      label: "At",
      numeric: true,
      render: ({ price, rateKind, sourceCount }) =>
        `${worth(price, currency)}, ${
          rateKind === "last_good" ? "last good with margin" : `${sourceCount} sources`
        }`,
    },
  ];
}

function worth(price: string, currency: string): string {
  return priceText({ price, due: { minor: 0, currency } });
}
