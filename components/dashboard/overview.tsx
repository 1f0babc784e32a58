/** The cards of the customer's first page. */
import type { ComponentChildren } from "preact";
import { RocketIcon, ServerIcon } from "../icons.tsx";
import { CircleCheckIcon } from "../state_icons.tsx";
import {
  Button,
  Card,
  DateTime,
  EmptyState,
  formatMoney,
  Money,
  StatusBadge,
  TextLink,
} from "../ui/mod.ts";
import type { InvoiceSummaryView } from "@/domain/invoice/view.ts";
import type { OrderSummaryView } from "@/domain/order/view.ts";
import type { ServiceSummaryView } from "@/domain/service/view.ts";

/** For somebody who has ordered nothing yet. */
export function Welcome() {
  return (
    <Card>
      <EmptyState
        icon={ServerIcon}
        title="Your first server is a few clicks away"
        description="Choose a plan, a data center and an operating system. Pay by bank transfer or cryptocurrency, and we set it up."
        action={
          <>
            <Button href="/dashboard/order" icon={RocketIcon}>Order a server</Button>
            <Button href="/pricing" variant="secondary">Compare prices</Button>
          </>
        }
      />
    </Card>
  );
}

/** Open invoices, or the good news that there are none; `today` tells which are overdue. */
export function ToPay(
  { invoices, hasMore, today }: {
    invoices: InvoiceSummaryView[];
    hasMore: boolean;
    today: string;
  },
) {
  if (invoices.length === 0) {
    return (
      <p class="flex items-center gap-2 text-sm text-muted">
        <span class="text-ok">
          <CircleCheckIcon class="size-4" />
        </span>
        Nothing to pay. All your invoices are settled.
      </p>
    );
  }
  return (
    <Card
      title="To pay"
      flush
      actions={hasMore && (
        <TextLink href="/dashboard/invoices?status=open" class="text-sm">
          All open invoices
        </TextLink>
      )}
    >
      <ul class="divide-y divide-line">
        {invoices.map((invoice) => (
          <li
            key={invoice.id}
            class="flex items-center justify-between gap-4 px-5 py-4"
          >
            <div class="min-w-0">
              <p class="text-lg font-semibold text-ink">
                <Money amount={invoice.due} />
              </p>
              <p class="text-sm text-muted">
                {invoice.number}, {invoice.dueOn < today
                  ? (
                    <span class="text-warn">
                      overdue since <DateTime value={invoice.dueOn} />
                    </span>
                  )
                  : (
                    <>
                      due <DateTime value={invoice.dueOn} />
                    </>
                  )}
              </p>
            </div>
            <Button href={`/dashboard/invoices/${invoice.id}`} aria-label={`Pay ${invoice.number}`}>
              Pay
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** The newest services. */
export function Services({ services }: { services: ServiceSummaryView[] }) {
  return (
    <Card
      title="Services"
      flush
      actions={services.length > 0 && (
        <TextLink href="/dashboard/services" class="text-sm">All services</TextLink>
      )}
    >
      {services.length === 0
        ? (
          <EmptyState
            icon={ServerIcon}
            title="No services yet"
            description="A service appears here as soon as its order is paid."
          />
        )
        : (
          <ul class="divide-y divide-line">
            {services.map((service) => (
              <Row
                key={service.id}
                href={`/dashboard/services/${service.id}`}
                title={service.hostname}
                note={`${service.planName}, ${service.datacenterName}`}
                badge={<StatusBadge kind="service" status={service.status} />}
              />
            ))}
          </ul>
        )}
    </Card>
  );
}

/** The newest orders. */
export function Orders({ orders }: { orders: OrderSummaryView[] }) {
  return (
    <Card title="Recent orders" flush>
      {orders.length === 0 && <p class="px-5 py-4 text-sm text-muted">Nothing was ordered yet.</p>}
      <ul class="divide-y divide-line">
        {orders.map((order) => (
          <Row
            key={order.id}
            href={`/dashboard/orders/${order.id}`}
            title={order.number}
            note={[order.planName, ...(order.total ? [formatMoney(order.total)] : [])].join(", ")}
            badge={<StatusBadge kind="order" status={order.status} />}
          />
        ))}
      </ul>
    </Card>
  );
}

interface RowProps {
  href: string;
  title: string;
  note: string;
  badge: ComponentChildren;
}

function Row({ href, title, note, badge }: RowProps) {
  return (
    <li class="flex items-center justify-between gap-4 px-5 py-3.5">
      <div class="min-w-0">
        <TextLink href={href} class="font-medium wrap-anywhere">{title}</TextLink>
        <p class="mt-0.5 text-sm text-muted">{note}</p>
      </div>
      {badge}
    </li>
  );
}
