/** Logs are JSON lines on standard error. Never log a secret: log ids, codes and counts. */

/** Writes one line a call. */
export interface Log {
  info(event: string, details?: Record<string, unknown>): void;
  warn(event: string, details?: Record<string, unknown>): void;
  error(event: string, details?: Record<string, unknown>): void;
}

/** A log that hands each line, without its newline, to `write`. An `error` detail that is an Error keeps its stack. */
export function makeLog(write: (line: string) => void, now: () => Temporal.Instant): Log {
  function line(level: string, event: string, details: Record<string, unknown> = {}): void {
    write(JSON.stringify({ at: now().toString(), level, event, ...details }, plainError));
  }
  return {
    info: (event, details) => line("info", event, details),
    warn: (event, details) => line("warn", event, details),
    error: (event, details) => line("error", event, details),
  };
}

function plainError(_key: string, value: unknown): unknown {
  if (value instanceof Error) {
    return { name: value.name, message: value.message, stack: value.stack };
  }
  return typeof value === "bigint" ? String(value) : value;
}
