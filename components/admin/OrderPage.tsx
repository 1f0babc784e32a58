/** The page of one order: what comes next stands first, facts and history beside it. */
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { Input } from "../ui/Input.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { AuditEventView } from "@/domain/audit/view.ts";
import type { StaffInvoiceView } from "@/domain/invoice/view.ts";
import type { StaffOrderView } from "@/domain/order/view.ts";
import type { StaffPaymentView, StaffProofView } from "@/domain/payment/view.ts";
import type { Permission } from "@/domain/shared/permissions.ts";
import { AuditList } from "./AuditList.tsx";
import { type FormState, UNTOUCHED } from "./forms.ts";
import { MachineForm } from "./MachineForm.tsx";
import { OrderFacts, OrderLines } from "./OrderFacts.tsx";
import { PaymentForm } from "./PaymentForm.tsx";
import { Payments } from "./Payments.tsx";
import { Proofs } from "./Proofs.tsx";

/** Props of `OrderPage`. */
export interface OrderPageProps {
  order: StaffOrderView;
  invoice: StaffInvoiceView | null;
  proofs: StaffProofView[];
  payments: StaffPaymentView[];
  /** `null` for staff who may not read the audit log. */
  events: AuditEventView[] | null;
  permissions: ReadonlySet<Permission>;
  isConfirmed: boolean;
  /** Today, `2026-11-22`. */
  today: string;
  /** The form that was sent and refused. */
  sent: {
    action: string;
    typed: { texts: Record<string, string> };
    errors: Record<string, string>;
  } | null;
}

/** Everything that staff need to bring an order to its end. */
export function OrderPage(props: OrderPageProps) {
  const { order, invoice, payments, events } = props;
  return (
    <div class="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div class="flex min-w-0 flex-col gap-6">
        <NextStep order={order} invoice={invoice} />
        <Steps {...props} />
        <Payments payments={payments} />
        <OrderFacts order={order} />
        {events && (
          <Card title="History" flush>
            <AuditList events={events} />
          </Card>
        )}
      </div>
      <OrderLines order={order} />
    </div>
  );
}

function NextStep({ order, invoice }: Pick<OrderPageProps, "order" | "invoice">) {
  return (
    <Card>
      <dl class="flex flex-wrap gap-x-10 gap-y-4 text-sm">
        <div>
          <dt class="text-muted">Order</dt>
          <dd class="mt-1">
            <StatusBadge kind="order" status={order.status} />
          </dd>
        </div>
        {invoice && (
          <div>
            <dt class="text-muted">
              Invoice <TextLink href={`/admin/invoices/${invoice.id}`}>{invoice.number}</TextLink>
            </dt>
            <dd class="mt-1">
              <StatusBadge kind="invoice" status={invoice.status} />
            </dd>
          </div>
        )}
        {order.serviceId && (
          <div>
            <dt class="text-muted">Service</dt>
            <dd class="mt-1">
              <TextLink href={`/admin/services/${order.serviceId}`}>{order.hostname}</TextLink>
            </dd>
          </div>
        )}
      </dl>
    </Card>
  );
}

function Steps(props: OrderPageProps) {
  const { order, invoice, proofs, permissions, sent, today } = props;
  const formOf = (action: string): FormState =>
    sent?.action === action ? { texts: sent.typed.texts, errors: sent.errors } : UNTOUCHED;
  const shown: Record<string, boolean> = {
    activate: order.status === "paid" && permissions.has("services.provision"),
    reject_proof: permissions.has("proofs.view"),
    record_payment: permissions.has("payments.record"),
    cancel: order.status === "pending_payment" && permissions.has("orders.cancel"),
  };
  return (
    <>
      {sent && !shown[sent.action] && (
        <Alert tone="bad" role="alert">{Object.values(sent.errors).join(" ")}</Alert>
      )}
      {shown.activate && (
        <Card
          id="machine"
          title="Set up the machine"
          description="Enter how the customer gets in. The service starts today, and the customer gets a mail without these secrets."
        >
          <MachineForm
            action="activate"
            anchor="machine"
            button="Activate service"
            initial={{ hostname: order.hostname, username: "root", port: "22" }}
            form={formOf("activate")}
          />
        </Card>
      )}
      {shown.reject_proof && (
        <Proofs
          proofs={proofs}
          canReject={permissions.has("payments.record")}
          form={formOf("reject_proof")}
        />
      )}
      {shown.record_payment && invoice && (
        <PaymentForm
          {...{ invoice, today }}
          isConfirmed={props.isConfirmed}
          path={`/admin/orders/${order.id}`}
          form={formOf("record_payment")}
        />
      )}
      {shown.cancel && <CancelForm form={formOf("cancel")} />}
    </>
  );
}

function CancelForm({ form }: { form: FormState }) {
  const isRefused = Object.keys(form.errors).length > 0;
  return (
    <Disclosure summary="Cancel this order" variant="danger" open={isRefused}>
      <form method="post" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="cancel" />
        {form.errors[""] && <Alert tone="bad">{form.errors[""]}</Alert>}
        <Input
          id="cancel-reason"
          name="reason"
          label="Reason"
          hint="The customer gets these words by mail. The invoice becomes void, and the stock is free again."
          value={form.texts.reason}
          error={form.errors.reason}
          maxlength={500}
          required
        />
        <div>
          <Button variant="danger">Cancel order</Button>
        </div>
      </form>
    </Disclosure>
  );
}
