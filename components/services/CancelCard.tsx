/** Ending a service: when, and what is lost, before anybody decides. */
import type { RenewalView } from "@/domain/billing/view.ts";
import { Button, Checkbox, DateTime, Disclosure, Radio, Textarea } from "../ui/mod.ts";

/** Props of `CancelCard`. */
export interface CancelCardProps {
  cancel: NonNullable<RenewalView["cancel"]>;
  /** Nothing is paid yet: it ends free of charge. */
  isTrial: boolean;
  form: {
    texts: Readonly<Record<string, string>>;
    errors: Readonly<Record<string, string>>;
  };
}

/** A form that is shut until somebody wants it, or until it was refused. */
export function CancelCard({ cancel, isTrial, form }: CancelCardProps) {
  const { paidUntil, daysLost, undoHours } = cancel;
  const { texts, errors } = form;
  const wanted = texts.when ?? (paidUntil === null ? "now" : "end_of_term");
  return (
    <Disclosure
      summary="Cancel this service"
      variant="danger"
      open={Object.keys(errors).length > 0}
    >
      <form method="post" action="#cancel" id="cancel" class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="cancel" />
        <fieldset class="flex flex-col gap-4">
          <legend class="mb-3 text-sm font-medium text-ink">When shall it end?</legend>
          {paidUntil !== null && (
            <Radio
              name="when"
              value="end_of_term"
              checked={wanted === "end_of_term"}
              label={
                <>
                  {isTrial ? "When the free trial is over" : "When what is paid for is over"}, on
                  {" "}
                  <DateTime value={paidUntil} />
                </>
              }
              hint={isTrial
                ? "It runs until then, and you pay nothing. You can change your mind until it is deleted."
                : "It runs until then, and isn't billed any more. You can change your mind until it is deleted."}
            />
          )}
          <Radio
            name="when"
            value="now"
            checked={wanted === "now"}
            label="Now"
            hint={nowHint({ daysLost: isTrial ? 0 : daysLost, undoHours })}
          />
          {errors.when && <p class="text-sm text-bad" role="alert">{errors.when}</p>}
        </fieldset>
        <Textarea
          name="reason"
          label="Why? (optional)"
          rows={3}
          value={texts.reason ?? ""}
          error={errors.reason}
        />
        <Checkbox
          name="understood"
          required
          checked={texts.understood === "on"}
          error={errors.understood}
          label="I have saved what I need: all data on the server goes with it"
        />
        <div>
          <Button variant="danger">Cancel the service</Button>
        </div>
      </form>
    </Disclosure>
  );
}

function nowHint({ daysLost, undoHours }: { daysLost: number; undoHours: number }): string {
  const lost = daysLost === 0
    ? ""
    : ` The ${daysLost === 1 ? "day" : `${daysLost} days`} that are paid for aren't given back.`;
  return `It is stopped at once, and deleted after ${undoHours} hours, in which you can still keep it.${lost}`;
}
