/** What was ordered, by whom, and what it costs. */
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { Money } from "../ui/Money.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { taxText } from "../order/tax_text.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import type { StaffOrderView } from "@/domain/order/view.ts";

const METHODS = { bank_transfer: "Bank transfer", crypto: "Cryptocurrency" } as const;

/** The order's configuration and customer. */
export function OrderFacts({ order }: { order: StaffOrderView }) {
  const closed = order.closedAt
    ? [{ label: "Closed", value: <DateTime value={order.closedAt} /> }, {
      label: "Reason",
      value: order.closeReason,
    }]
    : [];
  return (
    <Card title="What was ordered">
      <DescriptionList
        columns={2}
        items={[
          { label: "Plan", value: `${order.planName}, ${CYCLE_LABELS[order.cycle].toLowerCase()}` },
          { label: "Hostname", value: order.hostname },
          { label: "Data center", value: order.datacenterName },
          { label: "Operating system", value: order.osName },
          { label: "Control panel", value: order.panelName || "None" },
          { label: "Payment", value: METHODS[order.paymentMethod] },
          {
            label: "Customer",
            value: (
              <TextLink href={`/admin/users/${order.customerId}`}>{order.customerName}</TextLink>
            ),
          },
          { label: "E-mail", value: order.customerEmail },
          { label: "Placed", value: <DateTime value={order.placedAt} /> },
          order.status === "pending_payment"
            ? { label: "Expires unpaid", value: <DateTime value={order.expiresAt} /> }
            : { label: "Terms accepted", value: `Version ${order.termsVersion}` },
          ...closed,
        ]}
      />
    </Card>
  );
}

/** The order's lines, as they were priced and frozen. */
export function OrderLines({ order }: { order: StaffOrderView }) {
  return (
    <Card title="Price">
      <DescriptionList
        items={[
          ...order.lines.map((line) => ({
            label: line.quantity > 1 ? `${line.label} × ${line.quantity}` : line.label,
            value: <Money amount={line.amount} />,
          })),
          {
            label: order.taxRule.isInclusive
              ? `${taxText(order.taxRule)}, included`
              : taxText(order.taxRule),
            value: <Money amount={order.tax} />,
          },
          {
            label: "Total",
            value: (
              <strong>
                <Money amount={order.total} />
              </strong>
            ),
          },
          ...(order.trialDays > 0
            ? [{ label: "Free trial", value: `${order.trialDays} days` }]
            : []),
          ...(order.nextTerm.minor < order.renewal.minor
            ? [{ label: "Next renewal", value: <Money amount={order.nextTerm} /> }]
            : []),
          { label: "Each renewal", value: <Money amount={order.renewal} /> },
        ]}
      />
    </Card>
  );
}
