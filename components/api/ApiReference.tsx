/** The documentation of the API, without a script: what is in it comes from the OpenAPI document. */
import { SectionHeader, TextLink } from "../ui/mod.ts";
import type { ApiDocs } from "./docs_view.ts";
import { Endpoint } from "./Endpoint.tsx";
import { Fields, Words } from "./fields.tsx";
import { Introduction } from "./Introduction.tsx";

/** The page's content: contents beside it on wide screens. */
export function ApiReference({ docs }: { docs: ApiDocs }) {
  return (
    <div class="mx-auto max-w-[76rem] px-4 py-16 sm:px-6">
      <SectionHeader
        eyebrow={`Version ${docs.version}`}
        title="API documentation"
        description="Read your account, orders, services and invoices from your own programs, and pay."
        align="left"
        level={1}
      />
      <div class="mt-10 grid gap-10 lg:grid-cols-[13rem_minmax(0,1fr)]">
        <Contents docs={docs} />
        <div class="flex min-w-0 flex-col gap-16">
          <Introduction docs={docs} />
          {docs.groups.map(({ tag, endpoints }) => (
            <section key={tag} id={tag} aria-labelledby={`${tag}-title`} class="scroll-mt-24">
              <h2 id={`${tag}-title`} class="text-2xl font-semibold text-ink">{tag}</h2>
              <div class="mt-5 flex flex-col gap-6">
                {endpoints.map((endpoint) => <Endpoint key={endpoint.id} endpoint={endpoint} />)}
              </div>
            </section>
          ))}
          <Objects docs={docs} />
          <Problems docs={docs} />
        </div>
      </div>
    </div>
  );
}

function Contents({ docs }: { docs: ApiDocs }) {
  const sections = [
    ["begin", "Begin"],
    ...docs.groups.map(({ tag }) => [tag, tag]),
    ["objects", "Objects"],
    ["problems", "Problems"],
  ];
  return (
    <nav aria-label="Contents" class="self-start lg:sticky lg:top-24">
      <ul class="flex flex-wrap gap-x-5 gap-y-1 lg:flex-col">
        {sections.map(([id, label]) => (
          <li key={id}>
            <a href={`#${id}`} class="inline-block py-1.5 text-sm text-muted hover:text-ink">
              {label}
            </a>
          </li>
        ))}
      </ul>
      <p class="mt-4 border-t border-line pt-4 text-sm">
        <TextLink href="/api/openapi.json">OpenAPI 3.1</TextLink>
      </p>
    </nav>
  );
}

function Objects({ docs }: { docs: ApiDocs }) {
  return (
    <section id="objects" aria-labelledby="objects-title" class="scroll-mt-24">
      <h2 id="objects-title" class="text-2xl font-semibold text-ink">Objects</h2>
      <div class="mt-5 flex flex-col gap-8">
        {docs.objects.map(({ name, description, fields }) => (
          <article key={name} id={`object-${name}`} class="scroll-mt-24">
            <h3 class="text-base font-semibold text-ink">{name}</h3>
            <p class="mt-1 text-sm text-muted">
              <Words text={description} />
            </p>
            <div class="mt-2 border-t border-line">
              <Fields fields={fields} label={`Fields of ${name}`} />
            </div>
          </article>
        ))}
      </div>
    </section>
  );
}

function Problems({ docs }: { docs: ApiDocs }) {
  return (
    <section id="problems" aria-labelledby="problems-title" class="scroll-mt-24">
      <h2 id="problems-title" class="text-2xl font-semibold text-ink">Problems</h2>
      <dl class="mt-5 divide-y divide-line border-t border-line">
        {docs.problems.map(({ code, status, title, detail }) => (
          <div
            key={code}
            id={`problem-${code}`}
            class="grid scroll-mt-24 gap-x-6 gap-y-1 py-3 sm:grid-cols-[14rem_1fr]"
          >
            <dt class="min-w-0 text-sm">
              <span class="mr-2 text-muted">{status}</span>
              <code class="font-medium text-ink wrap-anywhere">{code}</code>
            </dt>
            <dd class="min-w-0 text-sm text-muted">
              <span class="text-ink-soft">{title}.</span> <Words text={detail} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
