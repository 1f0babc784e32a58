/** "I'll pay on …": puts a suspension off, once. */
import type { PromiseView } from "@/domain/billing/view.ts";
import { Alert, Button, Card, DateTime, Input } from "../ui/mod.ts";

/** Props of `PromiseCard`. */
export interface PromiseCardProps {
  /** `null` where there is nothing to put off. */
  promise: PromiseView | null;
  texts: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/** Nothing where there is nothing to put off. */
export function PromiseCard({ promise, texts, errors }: PromiseCardProps) {
  if (!promise) return null;
  if (promise.payOn !== null) {
    return (
      <Alert tone="info" title="You have told us when you will pay">
        Until the day after <DateTime value={promise.payOn} />{" "}
        nothing is suspended for this invoice.
      </Alert>
    );
  }
  const { from, until } = promise;
  return (
    <Card
      title="Do you need a few days more?"
      description="Tell us when you will pay. Until the day after, nothing is suspended for this invoice. You can say so once."
    >
      <form method="post" action="#promise" id="promise" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="promise" />
        {errors[""] && <Alert tone="bad" role="alert">{errors[""]}</Alert>}
        <Input
          name="pay_on"
          label="I will pay on"
          type="date"
          required
          min={from!}
          max={until!}
          value={texts.pay_on ?? ""}
          error={errors.pay_on}
        />
        <div>
          <Button variant="secondary">Promise that day</Button>
        </div>
      </form>
    </Card>
  );
}
