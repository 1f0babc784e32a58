/** What is switched on, and what somebody has to look after. */
import { readBooksCheck } from "@/domain/books/mod.ts";
import { type Account, readStaff } from "@/domain/customer/mod.ts";
import { isJobRunnerAlive, lastHeartbeat } from "@/domain/job/mod.ts";
import { countSessions, listSigningKeys } from "@/domain/session/mod.ts";
import {
  getSettings,
  isExampleAccount,
  isExampleAddress,
  mayShowExamples,
} from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import type { SecurityReportView } from "./view.ts";

/** The report; `not_found` without the permission `settings.view`. */
export async function getSecurityReport(
  deps: Deps,
  { viewer }: { viewer: StaffActor },
): Promise<Result<SecurityReportView, NotFound>> {
  if (!viewer.permissions.has("settings.view")) return notFound();
  const { config } = deps;
  const [staff, security, signingKeys, payment, isAlive, lastSeenAt, books] = await Promise.all([
    readStaff(deps.kv),
    getSettings(deps, "security"),
    listSigningKeys(deps.kv),
    paymentFacts(deps),
    isJobRunnerAlive(deps),
    lastHeartbeat(deps),
    readBooksCheck(deps.kv),
  ]);
  return ok({
    appUrl: config.appUrl,
    isHttps: config.appUrl.startsWith("https:"),
    secretSource: config.secret === null ? "made" : "set",
    mailProvider: config.sendgrid && new URL(config.sendgrid.baseUrl).host,
    trustProxy: config.trustProxy,
    isDemo: config.demo,
    isDevelopment: config.development,
    staff: {
      count: staff.length,
      mustHaveSecondFactor: security.staffNeedSecondFactor,
      withoutSecondFactor: staff.filter(hasNoFactor).map(({ name }) => name),
      sessions: await countSessions(deps, staff.map(({ id }) => id)),
    },
    signingKeys,
    payment,
    jobs: { isAlive, lastSeenAt },
    books,
  });
}

function hasNoFactor({ secondFactor }: Account): boolean {
  return secondFactor === "none";
}

/** Whether invoices can be paid, and whether by details that came with the first start. */
export async function paymentFacts(deps: Deps): Promise<SecurityReportView["payment"]> {
  const [bank, crypto, chains] = await Promise.all([
    getSettings(deps, "bank"),
    getSettings(deps, "crypto"),
    getSettings(deps, "chains"),
  ]);
  const accountKeys = [chains.bitcoinAccountKey, chains.ethereumAccountKey].filter(Boolean);
  const hasExamples = bank.accounts.some(isExampleAccount) ||
    crypto.addresses.some(isExampleAddress);
  return {
    hasDetails: bank.accounts.length + crypto.addresses.length + accountKeys.length > 0,
    hasExamples,
    areExamplesShown: hasExamples && mayShowExamples(deps.config),
  };
}
