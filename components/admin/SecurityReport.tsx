/** What is switched on, in groups of lines with what to do, and the headers as they are sent. */
import { Badge, Card, TextLink } from "../ui/mod.ts";
import type { LineState, SecurityGroup, SecurityLine } from "./security_lines.ts";

const STATES: Record<LineState, { label: string; tone: "ok" | "neutral" | "warn" | "bad" }> = {
  ok: { label: "Good", tone: "ok" },
  info: { label: "Note", tone: "neutral" },
  warn: { label: "To do", tone: "warn" },
  bad: { label: "Act now", tone: "bad" },
};

/** All groups, then the headers. */
export function SecurityReport(
  { groups, headers }: { groups: SecurityGroup[]; headers: Array<[name: string, value: string]> },
) {
  return (
    <div class="flex flex-col gap-6">
      {groups.map(({ title, lines }) => (
        <Card key={title} title={title} flush>
          <ul class="divide-y divide-line">
            {lines.map((line) => <Line key={line.title} line={line} />)}
          </ul>
        </Card>
      ))}
      <Card title="Headers" description="As every page is sent with them.">
        <dl class="flex flex-col gap-4">
          {headers.map(([name, value]) => (
            <div key={name}>
              <dt class="font-mono text-xs text-muted">{name}</dt>
              <dd class="mt-1 font-mono text-xs text-ink-soft wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}

function Line({ line: { title, state, value, advice, href } }: { line: SecurityLine }) {
  return (
    <li class="grid gap-x-6 gap-y-1 px-5 py-4 sm:grid-cols-[12rem_1fr_auto]">
      <p class="text-sm font-medium text-ink">{title}</p>
      <div class="min-w-0 text-sm">
        <p class="text-ink wrap-anywhere">{value}</p>
        <p class="mt-1 text-muted">
          {advice}
          {href && (
            <>
              {" "}
              <TextLink href={href}>
                Open<span class="sr-only">{` the page for: ${title}`}</span>
              </TextLink>
            </>
          )}
        </p>
      </div>
      <div>
        <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>
      </div>
    </li>
  );
}
