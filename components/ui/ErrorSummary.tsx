/** What is wrong with a form, at its top: one line a field, each a link to the field. */
import { Alert } from "./Alert.tsx";
import { fieldId } from "./field_ids.ts";

export interface ErrorSummaryProps {
  /** Messages by field name; an empty key is about the whole form. */
  errors: Record<string, string | undefined>;
  /** Names of fields as people see them, by field name. */
  labels?: Record<string, string>;
  title?: string;
}

/** Nothing when there is no error. */
export function ErrorSummary({ errors, labels = {}, title }: ErrorSummaryProps) {
  const entries = Object.entries(errors).filter(([, message]) => message);
  if (entries.length === 0) return null;
  const heading = title ??
    (entries.length === 1 ? "One thing needs your attention" : "Some things need your attention");
  return (
    <Alert tone="bad" role="alert" title={heading}>
      <ul class="flex flex-col gap-1">
        {entries.map(([name, message]) => (
          <li key={name}>
            {name === "" ? message : (
              <a
                href={`#${fieldId(name)}`}
                class="text-ink underline decoration-bad/60 underline-offset-4 hover:decoration-bad"
              >
                {labels[name] ? `${labels[name]}: ${message}` : message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
