/** Checkboxes for the areas of an account. */
import { CUSTOMER_RIGHTS } from "@/domain/shared/actor.ts";
import { Checkbox } from "../ui/Checkbox.tsx";
import { RIGHT_TEXTS } from "./rights.ts";

/** Props of `RightsFields`. */
export interface RightsFieldsProps {
  /** Tells the fields of several forms on a page apart. */
  id: string;
  /** Those that are ticked. */
  rights: readonly string[];
  error?: string | undefined;
}

/** One checkbox an area. */
export function RightsFields({ id, rights, error }: RightsFieldsProps) {
  return (
    <fieldset>
      <legend class="mb-3 text-sm font-medium text-ink">What they may see and do</legend>
      {error && <p id="f-rights" class="mb-3 text-sm text-bad">{error}</p>}
      <div class="grid gap-4 sm:grid-cols-2">
        {CUSTOMER_RIGHTS.map((right) => (
          <Checkbox
            key={right}
            id={`f-rights-${id}-${right}`}
            name="rights[]"
            value={right}
            label={RIGHT_TEXTS[right].name}
            hint={RIGHT_TEXTS[right].text}
            checked={rights.includes(right)}
          />
        ))}
      </div>
    </fieldset>
  );
}
