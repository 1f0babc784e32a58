/** One endpoint of the API. */
import { Badge } from "../ui/mod.ts";
import type { EndpointDoc } from "./docs_view.ts";
import { Fields, ObjectLink, Words } from "./fields.tsx";

/** Method and path, what it takes, what it answers, and what can go wrong. */
export function Endpoint({ endpoint }: { endpoint: EndpointDoc }) {
  const { id, method, path, summary, description, scope, parameters, body, answer } = endpoint;
  return (
    <article
      id={id}
      class="scroll-mt-24 overflow-hidden rounded-lg border border-line bg-surface shadow-edge"
    >
      <header class="border-b border-line px-5 py-4">
        <h3 class="text-base font-semibold text-ink">{summary}</h3>
        <p class="mt-2 flex flex-wrap items-center gap-2 font-mono text-sm">
          <Badge tone="brand">{method}</Badge>
          <span class="min-w-0 text-ink-soft wrap-anywhere">{path}</span>
        </p>
        {description && (
          <p class="mt-2 max-w-prose text-sm text-muted">
            <Words text={description} />
          </p>
        )}
      </header>
      <div class="flex flex-col gap-4 px-5 py-4">
        {parameters.length > 0 && <Fields fields={parameters} label={`Parameters of ${id}`} />}
        <p class="text-sm text-muted">
          {body && (
            <>
              Takes <ObjectLink name={body} /> as JSON.{" "}
            </>
          )}
          Answers {answer ? <ObjectLink name={answer} /> : "204 without a body"}. {scope
            ? (
              <>
                Needs the scope <code class="text-ink-soft">{scope}</code>.
              </>
            )
            : "Needs no token."}
        </p>
        <p class="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-muted">
          <span>Problems:</span>
          {endpoint.problems.map(({ code, status }) => (
            <a
              key={code}
              href={`#problem-${code}`}
              class="py-0.5 text-ink-soft underline underline-offset-2 hover:text-accent"
            >
              {status} {code}
            </a>
          ))}
        </p>
      </div>
    </article>
  );
}
