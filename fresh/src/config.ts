/** The configuration of an app, as it is given and as it is resolved. */

/** What `new App()` accepts. */
export interface FreshConfig {
  /** Path under which the app is served, such as `/shop`; the default is the root. */
  basePath?: string;
  /** The builder and the development server set this; the default is `"production"`. */
  mode?: "development" | "production";
  /**
   * Take the protocol and host of `ctx.url` from `X-Forwarded-Proto` and `X-Forwarded-Host`. Switch it on only behind
   * a proxy that sets both, because anybody can send them otherwise.
   */
  trustProxy?: boolean;
}

/** The configuration with its defaults filled in. */
export interface ResolvedFreshConfig {
  /** Directory of the project; set by the build, else `"."`. */
  root: string;
  /** Path under which the app is served; `""` for the root. */
  basePath: string;
  /** Whether this is a development server. */
  mode: "development" | "production";
  /** Whether `X-Forwarded-*` headers change `ctx.url`. */
  trustProxy: boolean;
}

/** Fills in the defaults of an app's configuration. */
export function resolveConfig(config: FreshConfig): ResolvedFreshConfig {
  return {
    root: ".",
    basePath: config.basePath ?? "",
    mode: config.mode ?? "production",
    trustProxy: config.trustProxy ?? false,
  };
}
