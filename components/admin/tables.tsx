/** The staff's lists, one function a noun, so that a list looks the same wherever it stands. */
import type { ComponentChildren } from "preact";
import { InboxIcon, ReceiptTextIcon, ServerIcon } from "../icons.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Money } from "../ui/Money.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { StaffInvoiceSummaryView } from "@/domain/invoice/view.ts";
import type { StaffOrderSummaryView } from "@/domain/order/view.ts";
import type { StaffServiceSummaryView } from "@/domain/service/view.ts";

const ORDER_COLUMNS: Column<StaffOrderSummaryView>[] = [
  {
    key: "number",
    label: "Order",
    primary: true,
    nowrap: true,
    render: (order) => <TextLink href={`/admin/orders/${order.id}`}>{order.number}</TextLink>,
  },
  {
    key: "plan",
    label: "Plan",
    render: (order) => <Lines first={order.planName} second={order.hostname} />,
  },
  {
    key: "customer",
    label: "Customer",
    render: (order) => <Lines first={order.customerName} second={order.customerEmail} />,
  },
  {
    key: "status",
    label: "State",
    render: (order) => <StatusBadge kind="order" status={order.status} />,
  },
  { key: "placed", label: "Placed", render: (order) => <DateTime value={order.placedAt} /> },
  {
    key: "total",
    label: "Total",
    numeric: true,
    render: (order) => <Money amount={order.total} />,
  },
];

/** Orders for staff. */
export function OrdersTable(props: { orders: StaffOrderSummaryView[]; empty?: string }) {
  return (
    <DataTable
      caption="Orders"
      columns={ORDER_COLUMNS}
      rows={props.orders}
      rowKey={(order) => order.id}
      empty={
        <EmptyState
          icon={InboxIcon}
          title="No orders here"
          description={props.empty ?? "Orders appear as customers place them."}
        />
      }
    />
  );
}

const INVOICE_COLUMNS: Column<StaffInvoiceSummaryView>[] = [
  {
    key: "number",
    label: "Invoice",
    primary: true,
    nowrap: true,
    render: (invoice) => (
      <TextLink href={`/admin/invoices/${invoice.id}`}>{invoice.number}</TextLink>
    ),
  },
  {
    key: "buyer",
    label: "Customer",
    render: (invoice) => <Lines first={invoice.buyerName} second={invoice.buyerEmail} />,
  },
  {
    key: "status",
    label: "State",
    render: (invoice) => <StatusBadge kind="invoice" status={invoice.status} />,
  },
  { key: "issued", label: "Issued", render: (invoice) => <DateTime value={invoice.issuedAt} /> },
  { key: "due", label: "Due on", render: (invoice) => <DateTime value={invoice.dueOn} /> },
  {
    key: "total",
    label: "Total",
    numeric: true,
    render: (invoice) => <Money amount={invoice.total} />,
  },
];

/** Invoices for staff. */
export function InvoicesTable(props: { invoices: StaffInvoiceSummaryView[] }) {
  return (
    <DataTable
      caption="Invoices"
      columns={INVOICE_COLUMNS}
      rows={props.invoices}
      rowKey={(invoice) => invoice.id}
      empty={
        <EmptyState
          icon={ReceiptTextIcon}
          title="No invoices here"
          description="Each order issues one with the next number of its year."
        />
      }
    />
  );
}

const SERVICE_COLUMNS: Column<StaffServiceSummaryView>[] = [
  {
    key: "hostname",
    label: "Service",
    primary: true,
    render: (service) => (
      <TextLink href={`/admin/services/${service.id}`}>{service.hostname}</TextLink>
    ),
  },
  {
    key: "plan",
    label: "Plan",
    render: (service) => <Lines first={service.planName} second={service.datacenterName} />,
  },
  {
    key: "status",
    label: "State",
    render: (service) => <StatusBadge kind="service" status={service.status} />,
  },
  { key: "order", label: "Order", nowrap: true, render: (service) => service.orderNumber },
  {
    key: "next",
    label: "Next due",
    render: (service) => service.nextDueOn ? <DateTime value={service.nextDueOn} /> : "–",
  },
  {
    key: "renewal",
    label: "Renewal",
    numeric: true,
    render: (service) => <Money amount={service.renewal} />,
  },
];

/** Services for staff. */
export function ServicesTable(props: { services: StaffServiceSummaryView[] }) {
  return (
    <DataTable
      caption="Services"
      columns={SERVICE_COLUMNS}
      rows={props.services}
      rowKey={(service) => service.id}
      empty={
        <EmptyState
          icon={ServerIcon}
          title="No services here"
          description="A service appears once its order is paid."
        />
      }
    />
  );
}

/** Two facts in one cell: the second is smaller. */
export function Lines(
  { first, second }: { first: ComponentChildren; second: ComponentChildren },
) {
  return (
    <span class="flex flex-col">
      <span>{first}</span>
      <span class="text-xs text-muted">{second}</span>
    </span>
  );
}
