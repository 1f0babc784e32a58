/** Nights in several processes: the processes, and what they leave. */
import { fileURLToPath } from "node:url";
import { type Invoice, readInvoice } from "@/domain/invoice/mod.ts";
import { readService } from "@/domain/service/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { systemIds } from "@/domain/shared/ids.ts";
import { mailsTo } from "@/tests/helpers/mails.ts";

/** The same deps at another time. */
export function atTime(deps: Deps, at: string): Deps {
  const now = Temporal.Instant.from(at);
  const clock = { now: () => now };
  return { ...deps, clock, ids: systemIds(clock), log: { ...deps.log, info() {}, warn() {} } };
}

/** A process that does a night's runs. */
export interface NightProcess {
  /** Once it has opened the database. */
  ready: Promise<void>;
  /** Whether it came to its end. */
  ended: Promise<boolean>;
  kill(): void;
}

/** Starts one. */
export function startNight(
  env: Record<string, string>,
  { at, runs }: { at: string; runs: number },
): NightProcess {
  const script = fileURLToPath(new URL("night_worker.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, at, String(runs)],
    env,
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const ready = (async () => {
    for await (const _ of child.stdout) return;
  })();
  return {
    ready,
    ended: child.status.then(({ success }) => success),
    kill() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It had ended.
      }
    },
  };
}

/** What there is of each service: renewal invoices, mails by template, events by action. */
export async function traceOf(deps: Deps): Promise<Map<string, Record<string, number>>> {
  const traces = new Map<string, Record<string, number>>();
  const owners = new Map<string, string>();
  const count = (id: string | undefined, name: string) => {
    if (id === undefined) return;
    const trace = traces.get(id) ?? {};
    trace[name] = (trace[name] ?? 0) + 1;
    traces.set(id, trace);
  };
  for await (const { key } of deps.kv.list({ prefix: ["services"] })) {
    const service = (await readService(deps.kv, String(key[1])))!;
    count(service.id, `is ${service.status}`);
  }
  for await (const { key } of deps.kv.list({ prefix: ["invoices"] })) {
    const invoice: Invoice = (await readInvoice(deps.kv, String(key[1])))!;
    if (invoice.kind !== "renewal") continue;
    owners.set(invoice.id, invoice.serviceId!);
    count(invoice.serviceId!, `invoice ${invoice.status}`);
  }
  for (const { template, fact } of await mailsTo(deps)) {
    const invoiceId = /inv_\w+/.exec(fact)?.[0] ?? "";
    count(/svc_\w+/.exec(fact)?.[0] ?? owners.get(invoiceId), `mail ${template}`);
  }
  const events = deps.kv.list<{ action: string; subject: { id: string } }>({
    prefix: ["audit_events"],
  });
  for await (const { value } of events) {
    const { action, subject } = value;
    count(traces.has(subject.id) ? subject.id : owners.get(subject.id), action);
  }
  return traces;
}
