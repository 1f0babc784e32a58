/** Recovery codes: how many are left, and new ones. */
import { Badge } from "../ui/Badge.tsx";
import { Card } from "../ui/Card.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import type { FactorCardProps } from "./AppCard.tsx";
import { errorsFor } from "./forms.ts";
import { ProveForm } from "./ProveForm.tsx";

const FEW = 3;

/** The card of the recovery codes, for accounts that have a second factor. */
export function CodesCard({ factor, form }: Omit<FactorCardProps, "path">) {
  const { codesLeft } = factor;
  const errors = errorsFor(form, "new_codes");
  return (
    <Card
      id="codes"
      title="Recovery codes"
      description="For the day when your phone or passkey is out of reach."
      actions={
        <Badge tone={codesLeft > FEW ? "neutral" : "warn"}>
          {codesLeft === 1 ? "1 left" : `${codesLeft} left`}
        </Badge>
      }
    >
      <Disclosure summary="Make new codes" open={Object.keys(errors).length > 0}>
        <div class="flex flex-col gap-5">
          <p class="text-sm text-ink-soft">The codes that you have now stop working at once.</p>
          <ProveForm
            action="new_codes"
            asksCode={factor.totpSince !== null}
            submit="Make new codes"
            errors={errors}
          />
        </div>
      </Disclosure>
    </Card>
  );
}
