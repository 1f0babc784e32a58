/** Where customers fill their wallet. */
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import { formatMoney } from "../ui/Money.tsx";
import { Select } from "../ui/Select.tsx";
import type { WalletView } from "@/domain/wallet/view.ts";

/** Props of `TopUpForm`. */
export interface TopUpFormProps {
  topUps: WalletView["topUps"];
  /** The currency that is chosen at first. */
  currency: string;
  texts: Readonly<Record<string, string>>;
  errors: Readonly<Record<string, string>>;
}

/** `action=top_up amount currency`; nothing where no currency can be topped up. */
export function TopUpForm({ topUps, currency, texts, errors }: TopUpFormProps) {
  if (topUps.length === 0) return null;
  const chosen = topUps.find(({ min }) => min.currency === currency) ?? topUps[0]!;
  return (
    <Card
      id="top-up"
      title="Top up"
      description="You get an invoice to pay by bank transfer or cryptocurrency. Its money is yours to pay any other invoice with."
    >
      <form method="post" action="#top-up" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="top_up" />
        <ErrorSummary errors={{ ...errors }} />
        <div class="grid gap-5 sm:grid-cols-2">
          <Input
            name="amount"
            label="Amount"
            inputmode="decimal"
            autocomplete="off"
            value={texts.amount}
            error={errors.amount}
            hint={topUps.map(rangeText).join("; ")}
            required
          />
          {topUps.length === 1
            ? <input type="hidden" name="currency" value={chosen.min.currency} />
            : (
              <Select
                name="currency"
                label="Currency"
                options={topUps.map(({ min }) => ({ value: min.currency, label: min.currency }))}
                value={texts.currency ?? chosen.min.currency}
                error={errors.currency}
                required
              />
            )}
        </div>
        <div>
          <Button>Make the invoice</Button>
        </div>
      </form>
    </Card>
  );
}

function rangeText({ min, max }: WalletView["topUps"][number]): string {
  const options = { trimZeros: true };
  return `From ${formatMoney(min, options)} to ${formatMoney(max, options)}`;
}
