/**
 * Configuration from environment variables (DESIGN: configuration). A bad value is one clear line that names the
 * variable, and the process doesn't start.
 */
import { z } from "zod";
import { fail, ok, type Result } from "./result.ts";

/** The configuration of a process. */
export interface Config {
  port: number;
  host: string;
  /** Origin of all absolute links, without a trailing slash. */
  appUrl: string;
  /** A file, `:memory:`, the URL of a remote KV, or `null` for the platform's own. */
  kvPath: string | null;
  /** `null`: make one on the first start and keep it beside the KV file. */
  secret: string | null;
  adminEmail: string;
  /** `null`: make one on the first start and print it once. */
  adminPassword: string | null;
  sendgrid: { apiKey: string; baseUrl: string } | null;
  mailFrom: string;
  trustProxy: boolean;
  /** Hosts of the operator's own that URLs in settings may lead to, though they aren't public. */
  privateHosts: readonly string[];
  demo: boolean;
  /** Cost of password hashing by scrypt (RFC 7914); not taken from the environment. */
  scrypt: { n: number; r: number; p: number };
  /** True on `deno task dev` only. */
  development: boolean;
}

/** Says which variable has a value that can't be used, and why. */
export interface ConfigError {
  code: "bad_config";
  variable: string;
  message: string;
}

const flag = z.enum(["0", "1"], "must be 0 or 1").default("0").transform((value) => value === "1");

/** A name, IPv4 address or IPv6 address in brackets, as a URL has it, perhaps with a port. */
const PRIVATE_HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?$/;

const environment = z.object({
  PORT: z.string().regex(/^\d{1,5}$/, "must be a number from 0 to 65535").default("8000")
    .transform(Number).refine((port) => port <= 65535, "must be a number from 0 to 65535"),
  HOST: z.string().min(1).default("127.0.0.1"),
  APP_URL: z.string().optional(),
  KV_PATH: z.string().optional(),
  CLOUDNEST_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  ADMIN_EMAIL: z.string().regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address").default(
    "admin@localhost",
  ),
  ADMIN_PASSWORD: z.string().min(10, "must have at least 10 characters").optional(),
  SENDGRID_API_KEY: z.string().min(1).optional(),
  SENDGRID_BASE_URL: z.url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .default("https://api.sendgrid.com"),
  MAIL_FROM: z.string().regex(/^[^\s@]+@[^\s@]+$/, "must be an e-mail address").optional(),
  TRUST_PROXY: flag,
  PRIVATE_HOSTS: z.string().default("").transform((list) =>
    list.split(",").map((host) => host.trim().toLowerCase()).filter((host) => host !== "")
  ).refine(
    (hosts) => hosts.every((host) => PRIVATE_HOST.test(host)),
    "must be hosts such as 10.0.0.5:8545 or node.internal, with commas between them",
  ),
  DEMO: flag,
  CLOUDNEST_DEV: flag,
  DENO_DEPLOYMENT_ID: z.string().optional(),
});

/** Reads the configuration from `env`, a map of environment variables; empty values count as unset. */
export function loadConfig(env: Record<string, string | undefined>): Result<Config, ConfigError> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return bad(String(issue.path[0]), issue.message);
  }
  const vars = parsed.data;
  const onDeploy = vars.DENO_DEPLOYMENT_ID !== undefined;
  const appUrl = parseOrigin(vars.APP_URL ?? `http://localhost:${vars.PORT}`);
  if (!appUrl) return bad("APP_URL", "must be an http or https origin such as https://example.com");
  if (!vars.CLOUDNEST_SECRET && (onDeploy || appUrl.startsWith("https:"))) {
    return bad(
      "CLOUDNEST_SECRET",
      "must be set (at least 32 random characters) on Deno Deploy and when APP_URL is https",
    );
  }
  if (vars.SENDGRID_API_KEY && !vars.MAIL_FROM) {
    return bad("MAIL_FROM", "must be set when SENDGRID_API_KEY is");
  }
  return ok({
    port: vars.PORT,
    host: vars.HOST,
    appUrl,
    kvPath: vars.KV_PATH ?? (onDeploy ? null : "./data/cloudnest.kv"),
    secret: vars.CLOUDNEST_SECRET ?? null,
    adminEmail: vars.ADMIN_EMAIL,
    adminPassword: vars.ADMIN_PASSWORD ?? null,
    sendgrid: vars.SENDGRID_API_KEY
      ? { apiKey: vars.SENDGRID_API_KEY, baseUrl: vars.SENDGRID_BASE_URL }
      : null,
    mailFrom: vars.MAIL_FROM ?? "noreply@localhost",
    trustProxy: vars.TRUST_PROXY,
    privateHosts: vars.PRIVATE_HOSTS,
    demo: vars.DEMO,
    scrypt: { n: 2 ** 17, r: 8, p: 1 },
    development: vars.CLOUDNEST_DEV,
  });
}

function parseOrigin(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) return null;
  const bare = url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  return bare ? url.origin : null;
}

function bad(variable: string, message: string): Result<never, ConfigError> {
  return fail({ code: "bad_config", variable, message });
}
