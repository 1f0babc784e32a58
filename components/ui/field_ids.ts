/** Ids that tie a control to its label, hint and error, derived from its form field's name. */

/** The id of the control of field `name` (`addons[]` → `f-addons`). */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^\w]+/g, "-").replace(/-+$/, "")}`;
}

/** The ids of hint and error that exist, for `aria-describedby`; undefined when there is none. */
export function describedBy(id: string, has: { hint?: unknown; error?: unknown }) {
  const ids = [has.error ? `${id}-error` : "", has.hint ? `${id}-hint` : ""].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}
