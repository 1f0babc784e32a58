/** What comes next for a service: its invoice, paying early, the wallet. */
import type { RenewalView } from "@/domain/billing/view.ts";
import type { ServiceView } from "@/domain/service/view.ts";
import { Alert, Button, Card, Checkbox, DateTime, Money, TextLink } from "../ui/mod.ts";

/** Nothing for those who may not see bills. */
export function RenewalCard({ service, renewal }: { service: ServiceView; renewal: RenewalView }) {
  const { invoice, mayPayEarly, paysFromWallet } = renewal;
  if (paysFromWallet === null || service.status === "terminated") return null;
  return (
    <Card title="Next term">
      <div class="flex flex-col gap-5">
        {invoice
          ? (
            <div class="flex flex-wrap items-center justify-between gap-4">
              <p class="text-sm text-ink-soft">
                <TextLink href={`/dashboard/invoices/${invoice.id}`}>{invoice.number}</TextLink>:
                {" "}
                <Money amount={invoice.due} /> due on <DateTime value={invoice.dueOn} />
              </p>
              <Button href={`/dashboard/invoices/${invoice.id}`} variant="secondary">Pay it</Button>
            </div>
          )
          : <p class="text-sm text-muted">{nothingOpen(service)}</p>}
        {mayPayEarly && (
          <form method="post" class="flex flex-col items-start gap-3">
            <p class="text-sm text-muted">
              You can pay the next term before its invoice comes. It begins on the same day as it
              would anyway.
            </p>
            <Button name="action" value="pay_early" variant="secondary">Pay early</Button>
          </form>
        )}
        <form method="post" class="flex flex-col items-start gap-3 border-t border-line pt-5">
          <Checkbox
            name="from_wallet"
            label="Pay renewals from my wallet"
            hint="For all services of this account, as far as there is money in it."
            checked={paysFromWallet}
          />
          <Button name="action" value="set_wallet" variant="secondary" size="sm">Save</Button>
        </form>
      </div>
    </Card>
  );
}

function nothingOpen({ endsOn, deletedAt, trialEndsOn }: ServiceView): string {
  if (endsOn !== null || deletedAt !== null) return "It ends, so nothing further is billed.";
  return trialEndsOn !== null
    ? "Your free trial runs. We send you the first invoice on the day it ends."
    : "No invoice is open. We send you the next one before the term begins.";
}

/** What a service's page says first when it is about to end. */
export function EndingAlert({ service, mayUndo }: { service: ServiceView; mayUndo: boolean }) {
  const { endsOn, deletedAt, status, trialEndsOn } = service;
  if (status === "terminated" || endsOn === null && deletedAt === null) return null;
  return (
    <Alert
      tone={deletedAt === null ? "info" : "bad"}
      title={deletedAt === null ? "This service is cancelled" : "This service will be deleted"}
      actions={mayUndo && (
        <form method="post">
          <Button name="action" value="undo_cancel" variant="secondary">Keep the service</Button>
        </form>
      )}
    >
      {deletedAt === null
        ? (
          <>
            It runs until <DateTime value={endsOn!} />
            {trialEndsOn === null ? ", which is paid for" : ", free of charge"}. Then it is stopped,
            and deleted a little later.
          </>
        )
        : (
          <>
            On <DateTime value={deletedAt} />, with all data on it.
          </>
        )}
    </Alert>
  );
}
