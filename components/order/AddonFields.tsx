/** Add-ons in the order form: a checkbox for what can be had once, a list of quantities for the rest. */
import type { AddonView } from "@/domain/catalog/view.ts";
import { priceText } from "../catalog/cycles.ts";
import { Checkbox } from "../ui/Checkbox.tsx";
import { FieldNotes } from "../ui/Field.tsx";
import { fieldId } from "../ui/field_ids.ts";
import { Select } from "../ui/Select.tsx";
import { quantityOf } from "./wizard.ts";

const NAME = "addons[]";

export interface AddonFieldsProps {
  addons: readonly AddonView[];
  /** Entries of the form: `backups`, `ipv4:2`. */
  chosen: readonly string[];
  cycle: string;
  error?: string | undefined;
}

/** One line an add-on; nothing where the plan has none. */
export function AddonFields({ addons, chosen, cycle, error }: AddonFieldsProps) {
  if (addons.length === 0) return null;
  return (
    <fieldset class="min-w-0" aria-invalid={error ? "true" : undefined}>
      <legend class="mb-2 text-sm font-medium text-ink">Add-ons</legend>
      <ul class="divide-y divide-line rounded-lg border border-line-strong bg-surface shadow-edge">
        {addons.map((addon, index) => (
          <li
            key={addon.slug}
            class="flex flex-col gap-3 px-4 py-4 sm:flex-row sm:items-center sm:justify-between sm:gap-6"
          >
            <div class="min-w-0">
              <p class="text-sm font-medium text-ink">{addon.name}</p>
              <p class="mt-0.5 text-sm text-muted">{addon.description}</p>
              <p class="mt-1.5 text-sm text-ink-soft">
                {priceText(addon.prices, cycle)}
                {addon.maxQuantity > 1 ? " each" : ""}
              </p>
            </div>
            <div class="shrink-0 sm:w-36">
              <Control
                addon={addon}
                quantity={quantityOf(chosen, addon.slug)}
                id={index === 0 ? fieldId(NAME) : `${fieldId(NAME)}-${addon.slug}`}
              />
            </div>
          </li>
        ))}
      </ul>
      <div class={error ? "mt-2" : "hidden"}>
        <FieldNotes id={fieldId(NAME)} error={error} />
      </div>
    </fieldset>
  );
}

function Control({ addon, quantity, id }: { addon: AddonView; quantity: number; id: string }) {
  if (addon.maxQuantity === 1) {
    return (
      <Checkbox
        name={NAME}
        id={id}
        value={addon.slug}
        checked={quantity > 0}
        label={
          <>
            Add <span class="sr-only">{addon.name}</span>
          </>
        }
      />
    );
  }
  const counts = Array.from({ length: addon.maxQuantity }, (_, at) => at + 1);
  return (
    <Select
      name={NAME}
      id={id}
      label={`${addon.name}, quantity`}
      labelHidden
      value={quantity > 0 ? `${addon.slug}:${quantity}` : ""}
      options={[
        { value: "", label: "None" },
        ...counts.map((count) => ({ value: `${addon.slug}:${count}`, label: String(count) })),
      ]}
    />
  );
}
