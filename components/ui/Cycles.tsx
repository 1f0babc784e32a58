/**
 * Prices by billing cycle with a switch in plain HTML: radio buttons choose, CSS shows the price of
 * the chosen cycle (rules in components/styles/base.ts). A browser without `:has()` shows them all.
 */
import type { ComponentChildren } from "preact";
import { formatMoney, type MoneyValue } from "./Money.tsx";

export interface CycleOption {
  value: string;
  label: string;
  /** A few words in small print, such as "2 months free". */
  note?: string;
}

/** The part of a page whose prices follow the switch inside of it. */
export function CycleScope({ children, class: className }: {
  children: ComponentChildren;
  class?: string;
}) {
  return <div data-cycles class={className}>{children}</div>;
}

export interface CycleToggleProps {
  cycles: CycleOption[];
  /** The one that is chosen at first. */
  value: string;
  /** Names the group, read out only. */
  label?: string;
  name?: string;
}

/** Radio buttons as a segmented control; two rows of two on a phone. */
export function CycleToggle(props: CycleToggleProps) {
  const { cycles, value, label = "Billing cycle", name = "cycle" } = props;
  return (
    <fieldset class="inline-grid w-full max-w-md grid-cols-2 gap-1 rounded-lg border border-line-strong bg-field p-1 sm:w-auto sm:max-w-none sm:grid-flow-col sm:auto-cols-fr sm:grid-cols-none">
      <legend class="sr-only">{label}</legend>
      {cycles.map((cycle) => (
        <label
          key={cycle.value}
          class="relative isolate flex min-h-[2.5rem] cursor-pointer flex-col items-center justify-center px-4 py-1.5 text-center"
        >
          <input
            type="radio"
            name={name}
            value={cycle.value}
            checked={cycle.value === value}
            data-cycle={cycle.value}
            class="peer absolute inset-0 z-10 h-full w-full cursor-pointer appearance-none rounded-md opacity-0"
          />
          <span class="absolute inset-0 -z-10 rounded-md transition-colors duration-150 peer-checked:bg-brand-600 peer-checked:shadow-button peer-hover:bg-raised peer-focus-visible:outline peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-checked:peer-hover:bg-brand-600" />
          <span class="relative text-sm font-medium text-ink-soft peer-checked:text-white">
            {cycle.label}
          </span>
          {cycle.note && (
            <span class="relative text-xs text-accent-soft peer-checked:text-white">
              {cycle.note}
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}

export interface CyclePrice {
  cycle: string;
  /** What stands large: the price a month, or the whole term. */
  amount: MoneyValue;
  /** After the amount, such as "/ month". */
  unit: string;
  /** Below it, such as "€49.90 every 6 months". */
  note?: string;
}

/** The same price for each cycle; inside of a `CycleScope` one of them shows. */
export function CyclePrices({ prices, locale }: { prices: CyclePrice[]; locale?: string }) {
  return (
    <>
      {prices.map((price) => (
        <p key={price.cycle} data-cycle-price={price.cycle}>
          <span class="text-4xl font-semibold tabular-nums text-ink">
            {formatMoney(price.amount, { locale })}
          </span>
          <span class="ml-1.5 text-sm text-muted">{price.unit}</span>
          {price.note && <span class="mt-1 block text-sm text-muted">{price.note}</span>}
        </p>
      ))}
    </>
  );
}

/** Anything that is for one cycle only, such as a link that carries it. */
export function OnlyCycle({ cycle, children }: { cycle: string; children: ComponentChildren }) {
  return <div data-cycle-price={cycle}>{children}</div>;
}
