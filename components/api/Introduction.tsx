/** How to begin with the API: tokens, lists, limits. */
import { CodeField, TextLink } from "../ui/mod.ts";
import type { ApiDocs } from "./docs_view.ts";
import { Words } from "./fields.tsx";

/** The first part of the documentation. */
export function Introduction({ docs }: { docs: ApiDocs }) {
  const command = `curl -H "Authorization: Bearer cn_pat_…" ${docs.server}/api/v1/me`;
  return (
    <section id="begin" aria-labelledby="begin-title" class="scroll-mt-24">
      <h2 id="begin-title" class="text-2xl font-semibold text-ink">Begin</h2>
      <div class="mt-4 flex max-w-prose flex-col gap-4 text-sm text-ink-soft">
        <p>
          Make a token under{" "}
          <TextLink href="/dashboard/tokens">API tokens</TextLink>, and send it with each request:
        </p>
      </div>
      <div class="mt-4">
        <CodeField label="Your first request" value={command} prompt />
      </div>
      <dl class="mt-8 grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {NOTES.map(({ title, text }) => (
          <div key={title} class="min-w-0">
            <dt class="text-sm font-semibold text-ink">{title}</dt>
            <dd class="mt-1 text-sm text-muted">
              <Words text={text} />
            </dd>
          </div>
        ))}
      </dl>
      <h3 class="mt-10 text-base font-semibold text-ink">Scopes</h3>
      <dl class="mt-3 divide-y divide-line">
        {docs.scopes.map(({ scope, label }) => (
          <div key={scope} class="grid gap-x-6 gap-y-1 py-2.5 sm:grid-cols-[14rem_1fr]">
            <dt class="text-sm">
              <code class="font-medium text-ink">{scope}</code>
            </dt>
            <dd class="text-sm text-muted">{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const NOTES = [
  {
    title: "JSON, and nothing else",
    text:
      "Bodies are `application/json` in UTF-8, up to 8 KiB. A field or a parameter that isn't " +
      "documented is refused with 422.",
  },
  {
    title: "Lists",
    text: "Newest first. `next` of an answer goes into `after` of the next request; it is `null` " +
      "on the last page.",
  },
  {
    title: "Limits",
    text: "300 requests a minute for each token, 600 from one network. Beyond that the answer is " +
      "429, and `Retry-After` says how many seconds to wait.",
  },
  {
    title: "Problems",
    text: "Errors are `application/problem+json` (RFC 9457). Rely on `code`; write to us with " +
      "`request_id`.",
  },
  {
    title: "Paying once",
    text: "Where money moves, `Idempotency-Key` names the act: keep it when you send the request " +
      "again, make a new one for the next. The answer is kept under it for a day.",
  },
  {
    title: "What isn't yours doesn't exist",
    text: "The answer for somebody else's order is the same 404 as for one that never was.",
  },
  {
    title: "From servers, not from pages",
    text: "The API looks at no cookies and allows no requests from other sites' scripts: a token " +
      "has no place in a browser.",
  },
];
