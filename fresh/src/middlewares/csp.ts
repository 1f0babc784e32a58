/** `csp()`: the Content-Security-Policy header, with a nonce for what was rendered. */
import { scopeOf } from "../context.ts";
import { mutableResponse } from "../response.ts";
import type { Middleware } from "./mod.ts";

/** Options of {@linkcode csp}. */
export interface CSPOptions {
  /** Report what the policy forbids, but let it happen. */
  reportOnly?: boolean;
  /** URL to which browsers report. */
  reportTo?: string;
  /** Directives such as `"img-src 'self' https:"`. They replace defaults of the same name. */
  csp?: string[];
  /**
   * Allow inline scripts and styles by nonce in place of `'unsafe-inline'`. Each rendered `<script>` and `<style>` gets
   * the nonce of its answer.
   */
  useNonce?: boolean;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

const NONCE_DIRECTIVES = /^(?:default-src|script-src(?:-elem)?|style-src(?:-elem|-attr)?) /;

/**
 * Sets a Content-Security-Policy that allows what comes from the site itself.
 *
 * ```ts
 * app.use(csp({ useNonce: true, csp: ["img-src 'self' https://images.example"] }));
 * ```
 */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const { reportOnly = false, reportTo, csp: own = [], useNonce = false } = options;
  const header = reportOnly ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
  const directives = mergeDirectives(own, reportTo);
  const policy = directives.join("; ");
  const policyWith = noncePolicy(directives);

  return async (ctx) => {
    const response = mutableResponse(await ctx.next());
    const { rendered } = scopeOf(ctx);
    const isByNonce = useNonce && rendered !== null;
    response.headers.set(header, isByNonce ? policyWith(rendered.nonce) : policy);
    if (reportTo) {
      response.headers.set("Reporting-Endpoints", `csp-endpoint="${reportTo}"`);
    }
    return response;
  };
}

function mergeDirectives(own: string[], reportTo: string | undefined): string[] {
  const nameOf = (directive: string) => directive.split(" ", 1)[0]!;
  const ownNames = new Set(own.map(nameOf));
  const directives = DEFAULTS.filter((directive) => !ownNames.has(nameOf(directive)));
  directives.push(...own);
  // `report-uri` is the older form, which some browsers still need
  if (reportTo) {
    directives.push("report-to csp-endpoint", `report-uri ${reportTo}`);
  }
  return directives;
}

/** Splits the policy where the nonce goes, once for all answers. */
function noncePolicy(directives: string[]): (nonce: string) => string {
  const MARK = "\0";
  const parts = directives
    .map((one) => NONCE_DIRECTIVES.test(one) ? one.replaceAll("'unsafe-inline'", MARK) : one)
    .join("; ")
    .split(MARK);
  return (nonce) => parts.join(`'nonce-${nonce}'`);
}
