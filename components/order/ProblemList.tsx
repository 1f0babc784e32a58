/**
 * What is wrong with the order form, at its top. The look of `ErrorSummary` without its icons: this one travels to
 * the browser, where each byte counts.
 */
import { fieldId } from "../ui/field_ids.ts";

/** One line a field, each a link to it; nothing when there is no problem. */
export function ProblemList({ problems }: { problems: Readonly<Record<string, string>> }) {
  const entries = Object.entries(problems);
  if (entries.length === 0) return null;
  return (
    <div role="alert" class="rounded-lg border border-bad/30 bg-bad/10 px-4 py-3.5 text-sm">
      <p class="font-medium text-ink">
        {entries.length === 1
          ? "One thing needs your attention"
          : "Some things need your attention"}
      </p>
      <ul class="mt-1 flex flex-col gap-1 text-ink-soft">
        {entries.map(([field, message]) => (
          <li key={field}>
            {field === "" ? message : (
              <a
                href={`#${fieldId(field)}`}
                class="text-ink underline decoration-bad/60 underline-offset-4 hover:decoration-bad"
              >
                {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
