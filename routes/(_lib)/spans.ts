/** The days that a report is asked for by its address: `?from=2026-01-01&to=2026-03-31`. */
import { checkSpan, type Span } from "@/domain/report/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import type { Ctx } from "./state.ts";

/** What is reported, and what the form of its days shows. */
export interface AskedSpan {
  /** The days asked for; the usual ones if those can't be. */
  span: Span;
  typed: Span;
  errors: Readonly<Record<string, string>>;
  init: { status?: number };
}

/** Reads the days; what is wrong with them is answered by 422 beside the report of the usual ones. */
export function askedSpanOf({ state, url }: Pick<Ctx, "state" | "url">): AskedSpan {
  const from = url.searchParams.get("from");
  const to = url.searchParams.get("to");
  const checked = checkSpan(state.deps, { from, to });
  if (checked.ok) return { span: checked.value, typed: checked.value, errors: {}, init: {} };
  return {
    span: unwrap(checkSpan(state.deps, {})),
    typed: { from: from ?? "", to: to ?? "" },
    errors: checked.error.fields,
    init: { status: 422 },
  };
}
