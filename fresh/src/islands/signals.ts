/**
 * Tells signals from other values without importing `@preact/signals`, which would hook into each rendering of an app that
 * may not use it. There may be several copies of the library, too.
 */

const BRAND = Symbol.for("preact-signals");

/** A signal or computed, as far as it matters here. */
export interface SignalLike {
  peek(): unknown;
}

/** Whether a value is a signal or computed. */
export function isSignal(value: unknown): value is SignalLike {
  return typeof value === "object" && value !== null &&
    (value as { brand?: unknown }).brand === BRAND;
}

/** Whether a value is a computed: a signal that can't be written. */
export function isComputed(value: unknown): value is SignalLike {
  if (!isSignal(value)) return false;
  let owner: object | null = value;
  while (owner !== null) {
    const property = Object.getOwnPropertyDescriptor(owner, "value");
    if (property !== undefined) {
      return property.get !== undefined && property.set === undefined;
    }
    owner = Object.getPrototypeOf(owner);
  }
  return false;
}
