/** An order in full, as its customer sees it. */
import type { OrderView } from "@/domain/order/view.ts";
import { everyText } from "../catalog/cycles.ts";
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { DescriptionList } from "../ui/DescriptionList.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Stepper } from "../ui/Stepper.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { OrderLines } from "./OrderLines.tsx";

const STEPS = ["Ordered", "Payment", "Set-up", "Active"];
const METHODS = { bank_transfer: "Bank transfer", crypto: "Cryptocurrency" } as const;
const CANCEL_DIALOG = "cancel-order";

/** The step that an order is at, counted from 1: what is done is before it. */
const CURRENT = { pending_payment: 2, paid: 3, active: 5, cancelled: 0, expired: 0 } as const;

/** State, configuration, price, and the way to pay or to cancel. */
export function OrderDetails({ order }: { order: OrderView }) {
  const price = priceOf(order);
  return (
    <div class="flex flex-col gap-6">
      <Progress order={order} />
      <div class="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <Card title="Configuration">
          <DescriptionList items={configurationOf(order)} />
        </Card>
        {price && (
          <Card title="Price">
            <OrderLines
              {...price}
              every={everyText(order.cycle)}
              totalLabel={order.trialDays > 0 ? "Free trial" : "First invoice"}
            />
            <div class="mt-5 border-t border-line pt-5">
              <DescriptionList
                items={[
                  {
                    label: "Invoice",
                    value: (
                      <TextLink href={`/dashboard/invoices/${order.invoiceId}`}>
                        {order.invoiceNumber}
                      </TextLink>
                    ),
                  },
                  { label: "Pays by", value: METHODS[order.paymentMethod] },
                ]}
              />
            </div>
          </Card>
        )}
      </div>
    </div>
  );
}

/** What was ordered with its amounts, for people who may see prices. */
function priceOf({ lines, tax, taxRule, total, trialDays, renewal, nextTerm }: OrderView) {
  return tax && total && renewal && nextTerm
    ? { lines, tax, taxRule, total, trialDays, renewal, nextTerm }
    : null;
}

/** How far the order has come and what happens next. */
function Progress({ order }: { order: OrderView }) {
  const current = CURRENT[order.status];
  if (current === 0) return <NextThing order={order} />;
  return (
    <Card>
      <Stepper label="Progress of the order" steps={STEPS} current={current} />
      <div class="mt-5">
        <NextThing order={order} />
      </div>
    </Card>
  );
}

function configurationOf(order: OrderView) {
  return [
    { label: "Plan", value: order.planName },
    { label: "Hostname", value: order.hostname },
    { label: "Data center", value: order.datacenterName },
    { label: "Operating system", value: order.osName },
    { label: "Control panel", value: order.panelName || "None" },
    { label: "Ordered", value: <DateTime value={order.placedAt} /> },
    ...(order.paidAt && order.trialDays === 0
      ? [{ label: "Paid", value: <DateTime value={order.paidAt} /> }]
      : []),
    ...(order.activatedAt
      ? [{ label: "Active since", value: <DateTime value={order.activatedAt} /> }]
      : []),
  ];
}

/** What happens next, and whose turn it is. */
function NextThing({ order }: { order: OrderView }) {
  switch (order.status) {
    case "pending_payment":
      return order.trialDays > 0
        ? <Alert title="We have your order">There is nothing to pay. We set it up now.</Alert>
        : <Unpaid order={order} />;
    case "paid":
      return (
        <Alert title="We are setting it up">
          {order.trialDays > 0
            ? `Your ${order.trialDays} free days begin when it is ready.`
            : "Your payment has arrived."} You get a mail as soon as you can log in.
        </Alert>
      );
    case "active":
      return (
        <Alert
          tone="ok"
          title="Up and running"
          actions={
            <Button href={`/dashboard/services/${order.serviceId}`} size="sm">
              Open the service
            </Button>
          }
        >
          Address and log-in are on the page of the service.
        </Alert>
      );
    case "cancelled":
    case "expired":
      return (
        <Alert
          tone="warn"
          title={order.status === "expired" ? "This order has expired" : "This order was cancelled"}
          actions={
            <Button
              href={`/dashboard/order?plan=${order.plan}&cycle=${order.cycle}`}
              size="sm"
              variant="secondary"
            >
              Order again
            </Button>
          }
        >
          {order.closeReason} Its invoice is void. Anything paid towards it stays as your credit.
        </Alert>
      );
  }
}

function Unpaid({ order }: { order: OrderView }) {
  return (
    <>
      <Alert
        tone="warn"
        title="Waiting for your payment"
        actions={
          <>
            {order.total && (
              <Button href={`/dashboard/invoices/${order.invoiceId}`} size="sm">
                See how to pay
              </Button>
            )}
            <Button type="button" size="sm" variant="ghost" popovertarget={CANCEL_DIALOG}>
              Cancel the order
            </Button>
          </>
        }
      >
        Reserved for you until <DateTime value={order.expiresAt} />. After that the order expires.
      </Alert>
      <Dialog
        id={CANCEL_DIALOG}
        title="Cancel this order?"
        footer={
          <form method="post">
            <Button name="action" value="cancel" variant="danger">Cancel the order</Button>
          </form>
        }
      >
        Its invoice becomes void, and the place in the data center goes back into stock.
      </Dialog>
    </>
  );
}
