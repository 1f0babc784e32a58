/** Tables of parameters and fields. */
import type { ComponentChildren } from "preact";
import type { FieldDoc } from "./docs_view.ts";

/** A text with `code` in backticks. */
export function Words({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, i) =>
        i % 2 === 0 ? part : <code key={i} class="text-ink-soft wrap-anywhere">{part}</code>
      )}
    </>
  );
}

/** A link to an object's section. */
export function ObjectLink({ name, children }: { name: string; children?: ComponentChildren }) {
  return (
    <a class="text-brand underline underline-offset-2 hover:text-accent" href={`#object-${name}`}>
      {children ?? name}
    </a>
  );
}

/** Names, types and meanings; a list of definitions, so that it fits a phone. */
export function Fields({ fields, label }: { fields: readonly FieldDoc[]; label: string }) {
  return (
    <dl aria-label={label} class="divide-y divide-line">
      {fields.map((field) => (
        <div key={field.name} class="grid gap-x-6 gap-y-1 py-2.5 sm:grid-cols-[14rem_1fr]">
          <dt class="min-w-0 text-sm">
            <code class="font-medium text-ink wrap-anywhere">{field.name}</code>
            {field.isOptional && <span class="ml-2 text-xs text-muted">optional</span>}
          </dt>
          <dd class="min-w-0 text-sm text-muted">
            <span class="text-ink-soft wrap-anywhere">
              {field.object
                ? <ObjectLink name={field.object}>{field.type}</ObjectLink>
                : field.type}
            </span>
            {field.description && (
              <>
                {" "}— <Words text={field.description} />
              </>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
