/** Audit events: who did what, and what it changed. */
import { ScrollTextIcon } from "../icons.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { AuditEventView } from "@/domain/audit/view.ts";

/** Events newest first, each with its changed fields behind a disclosure. */
export function AuditList({ events }: { events: AuditEventView[] }) {
  if (events.length === 0) {
    return (
      <EmptyState
        icon={ScrollTextIcon}
        title="Nothing recorded here"
        description="Every change by anyone leaves an event, in the commit that makes it."
      />
    );
  }
  return (
    <ol class="divide-y divide-line">
      {events.map((event) => <AuditItem key={event.id} event={event} />)}
    </ol>
  );
}

function AuditItem({ event }: { event: AuditEventView }) {
  const { actor, subject } = event;
  const changes = changesOf(event);
  return (
    <li class="flex flex-col gap-2 px-5 py-4 text-sm">
      <div class="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p class="font-medium text-ink">{event.action}</p>
        <p class="text-muted">
          <DateTime value={event.at} />
        </p>
      </div>
      <p class="text-muted wrap-anywhere">
        {actor.kind} {actor.kind !== "visitor" && <code class="text-xs">{actor.id}</code>}
        {actor.onBehalfOf && (
          <>
            {" "}
            acting as <code class="text-xs">{actor.onBehalfOf}</code>
          </>
        )} on{" "}
        <TextLink href={`/admin/audit?kind=${subject.kind}&id=${encodeURIComponent(subject.id)}`}>
          {subject.kind} {subject.id}
        </TextLink>
        {event.requestId && (
          <>
            , request <code class="text-xs">{event.requestId}</code>
          </>
        )}
      </p>
      {changes.length > 0 && (
        <details>
          <summary class="w-fit rounded text-brand">
            {changes.length === 1 ? "One field" : `${changes.length} fields`}
          </summary>
          <dl class="mt-2 flex flex-col gap-1 rounded-md border border-line bg-ground/40 p-3">
            {changes.map((change) => (
              <div key={change.name} class="flex flex-wrap gap-x-3 wrap-anywhere">
                <dt class="text-muted">{change.name}</dt>
                <dd class="text-ink-soft">
                  {change.before !== null && (
                    <>
                      <del class="text-muted">{change.before}</del>
                      {" → "}
                    </>
                  )}
                  {change.after ?? "removed"}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}

interface Change {
  name: string;
  before: string | null;
  after: string | null;
}

function changesOf({ before, after }: AuditEventView): Change[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].map((name) => ({
    name,
    before: textOf(before, name),
    after: textOf(after, name),
  }));
}

function textOf(fields: Record<string, unknown> | null, name: string): string | null {
  if (!fields || !Object.hasOwn(fields, name)) return null;
  const value = fields[name];
  return typeof value === "string" ? value : JSON.stringify(value);
}
