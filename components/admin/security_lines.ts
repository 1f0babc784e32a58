/** The report on security as lines for people: what is so, whether it is good, and what to do where it isn't. */
import type { SecurityReportView } from "@/domain/security/view.ts";

/** How a line stands. */
export type LineState = "ok" | "info" | "warn" | "bad";

/** One line. */
export interface SecurityLine {
  title: string;
  state: LineState;
  value: string;
  /** What to do; for a good line, why it is good. */
  advice: string;
  /** The page where it is done. */
  href?: string;
}

/** A group of lines. */
export interface SecurityGroup {
  title: string;
  lines: SecurityLine[];
}

/** A signing key is replaced after 30 days; older ones say that nothing runs. */
const KEY_DAYS = 31;
const DAY_MS = 24 * 3600_000;

/** All lines of a report; `now` is an ISO time. */
export function securityGroups(report: SecurityReportView, now: string): SecurityGroup[] {
  return [
    { title: "Connection and secrets", lines: [...connectionLines(report), keyLine(report, now)] },
    { title: "Staff", lines: staffLines(report) },
    { title: "Money and mails", lines: moneyLines(report) },
    { title: "Operation", lines: operationLines(report) },
  ];
}

function connectionLines(report: SecurityReportView): SecurityLine[] {
  const { isHttps, appUrl, secretSource, trustProxy } = report;
  const isLocal = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(appUrl);
  return [
    {
      title: "HTTPS",
      state: isHttps ? "ok" : isLocal ? "info" : "bad",
      value: isHttps ? `On, with HSTS for two years (${appUrl})` : `Off (${appUrl})`,
      advice: isHttps
        ? "Browsers refuse to come by http."
        : "Put a proxy with a certificate in front, and set APP_URL to its https address.",
    },
    {
      title: "Cookies",
      state: isHttps ? "ok" : "info",
      value: isHttps
        ? "__Host- prefix, Secure, HttpOnly, SameSite=Lax"
        : "HttpOnly, SameSite=Lax; no prefix and not Secure without https",
      advice: isHttps ? "No other host and no script can read or set them." : "Comes with https.",
    },
    {
      title: "Secret of the installation",
      state: secretSource === "set" ? "ok" : "info",
      value: secretSource === "set"
        ? "Set by CLOUDNEST_SECRET"
        : "Made by the first start, in a file beside the database",
      advice: secretSource === "set"
        ? "Keep a copy apart from the database's backups: they can't be read without it."
        : "Back the file up apart from the database, or set CLOUDNEST_SECRET to its content.",
    },
    {
      title: "TRUST_PROXY",
      state: trustProxy || isLocal ? "info" : "warn",
      value: trustProxy
        ? "On: the last X-Forwarded-For is the client"
        : "Off: the connection is the client",
      advice: trustProxy
        ? "Right only behind a proxy that writes this header. Without one anybody can forge addresses."
        : "Behind a proxy set TRUST_PROXY=1, or all customers share one limit of tries.",
    },
  ];
}

function keyLine({ signingKeys }: SecurityReportView, now: string): SecurityLine {
  const ages = signingKeys.map(({ createdAt }) =>
    Math.floor((Date.parse(now) - Date.parse(createdAt)) / DAY_MS)
  );
  const newest = ages[0];
  return {
    title: "Signing keys",
    state: newest === undefined ? "info" : newest <= KEY_DAYS ? "ok" : "bad",
    value: newest === undefined
      ? "None yet: the first log-in makes one"
      : `${ages.length === 1 ? "1 key" : `${ages.length} keys`}, made ${
        ages.map(agoText).join(", ")
      }`,
    advice: newest !== undefined && newest > KEY_DAYS
      ? "The daily task that replaces them doesn't run. Look at the jobs, or run deno task rotate-keys."
      : "Replaced every 30 days; old ones are accepted until their tokens have ended.",
    href: "/admin/jobs",
  };
}

/** `0` → `today`, `3` → `3 days ago`. */
function agoText(days: number): string {
  if (days === 0) return "today";
  return days === 1 ? "yesterday" : `${days} days ago`;
}

function staffLines({ staff }: SecurityReportView): SecurityLine[] {
  const { count, mustHaveSecondFactor, withoutSecondFactor, sessions } = staff;
  const owing = withoutSecondFactor.length;
  return [
    {
      title: "Second factor of staff",
      state: mustHaveSecondFactor ? "ok" : "warn",
      value: mustHaveSecondFactor ? "Required" : "Not required",
      advice: mustHaveSecondFactor
        ? "Whoever has none gets no further than the page where it is switched on."
        : "Require it: one stolen password then opens nothing.",
      href: "/admin/settings/security",
    },
    {
      title: "Staff without a second factor",
      state: owing === 0 ? "ok" : "warn",
      value: owing === 0
        ? `None of ${count}`
        : `${owing} of ${count}: ${withoutSecondFactor.join(", ")}`,
      advice: owing === 0 ? "Everybody has one." : "Ask them to set one up on their security page.",
      href: "/admin/staff",
    },
    {
      title: "Sessions of staff",
      state: "info",
      value: String(sessions),
      advice: "They end after 8 hours without a request, and after a day in any case.",
    },
  ];
}

function moneyLines({ payment, mailProvider, isDemo }: SecurityReportView): SecurityLine[] {
  const { hasDetails, hasExamples } = payment;
  return [
    {
      title: "Payment details",
      state: hasExamples || !hasDetails ? "warn" : "ok",
      value: hasExamples ? "Examples are still there" : hasDetails ? "Your own" : "None",
      advice: hasExamples || !hasDetails
        ? "Set your own bank details and crypto addresses: money sent to examples is lost."
        : "Each change of them is told to the owner by mail.",
      href: "/admin/settings/bank",
    },
    {
      title: "Mail provider",
      state: mailProvider ? "ok" : "warn",
      value: mailProvider ?? "None: mails stay in the outbox",
      advice: mailProvider
        ? "Failed mails are in the outbox."
        : "Set SENDGRID_API_KEY and MAIL_FROM: warnings about log-ins reach nobody without it.",
      href: "/admin/mail/outbox",
    },
    {
      title: "DEMO",
      state: isDemo ? "warn" : "ok",
      value: isDemo ? "On: the database has demonstration customers" : "Off",
      advice: isDemo ? "Start the real shop on a new database without DEMO." : "Nothing to do.",
    },
  ];
}

function operationLines({ jobs, books, isDevelopment }: SecurityReportView): SecurityLine[] {
  return [
    {
      title: "Jobs",
      state: jobs.isAlive ? "ok" : "bad",
      value: jobs.isAlive ? "Running" : jobs.lastSeenAt ? "Not running" : "Never seen",
      advice: jobs.isAlive
        ? "Seen within the last 90 seconds."
        : "No mail goes out and nothing expires. Look at the server's log and start it again.",
      href: "/admin/jobs",
    },
    {
      title: "Audit of the books",
      state: books === null ? "info" : books.isRight ? "ok" : "bad",
      value: books === null
        ? "Not yet"
        : `${books.isRight ? "Right" : "Differences found"}, ${
          books.at.slice(0, 16).replace("T", " ")
        } UTC`,
      advice: books?.isRight === false
        ? "Stop recording payments, and look for books.differ in the server's log: it names each of them."
        : "Everything that money touches is recomputed once a day.",
    },
    {
      title: "Development mode",
      state: isDevelopment ? "warn" : "ok",
      value: isDevelopment ? "On" : "Off",
      advice: isDevelopment
        ? "Start with deno task start where customers come by."
        : "Nothing to do.",
    },
  ];
}
