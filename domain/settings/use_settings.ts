/** Reading and changing settings. */
import type { z } from "zod";
import { stageAudit } from "../audit/mod.ts";
import { stageJob } from "../job/mod.ts";
import type { Actor, StaffActor } from "../shared/actor.ts";
import { isoNow } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { transact, type Tx } from "../shared/kv.ts";
import {
  type Conflict,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "../shared/result.ts";
import { checkCurrency } from "./check_currency.ts";
import { checkCountry, checkTax } from "./check_tax.ts";
import { isExampleAccount, isExampleAddress, mayShowExamples } from "./examples.ts";
import { type Section, sectionSchemas, type SettingsOf } from "./model.ts";
import { checkServerUrls, maskValues, sealValues } from "./server_urls.ts";
import {
  isSectionStored,
  moveLegacyTax,
  readSection,
  readSectionChecked,
  writeSection,
} from "./repo.ts";

/** Where money goes to, and what it counts for: when one of these changes, the owner is told by mail. */
const WATCHED: readonly Section[] = ["bank", "crypto", "chains", "confirmations", "rates"];

const IS_EXAMPLE = "This is an example that anybody knows. Enter your own.";

/** A section's values; its defaults if nobody has set it. */
export function getSettings<S extends Section>(deps: Deps, section: S): Promise<SettingsOf<S>> {
  return readSection(deps, section);
}

/**
 * Replaces a section; needs `settings.edit`. Messages of a validation failure are by path, for example
 * `accounts.0.iban`.
 */
export async function updateSettings<S extends Section>(
  deps: Deps,
  input: { actor: StaffActor; section: S; values: unknown; requestId?: string },
): Promise<Result<SettingsOf<S>, ValidationError | NotFound | Conflict>> {
  const { actor, section } = input;
  if (!actor.permissions.has("settings.edit")) return notFound();
  const parsed = parseValues(section, input.values);
  if (!parsed.ok) return parsed;
  const examples = mayShowExamples(deps.config) ? {} : exampleFields(parsed.value);
  const urls = checkServerUrls(deps.config, parsed.value);
  const refused = { ...urls, ...examples };
  if (Object.keys(refused).length > 0) return invalid(refused);
  const fitting = await checkAgainstOthers(deps, section, parsed.value);
  if (!fitting.ok) return fitting;
  return await transact(deps, async (tx) => {
    await stageSection(tx, deps, { actor, section, values: parsed.value, id: input.requestId });
    return ok(parsed.value);
  });
}

/** What a section must agree with besides its own schema. */
function checkAgainstOthers(
  deps: Deps,
  section: Section,
  values: object,
): Promise<Result<void, ValidationError>> {
  switch (section) {
    case "company":
      return checkCountry(deps, values as SettingsOf<"company">);
    case "money":
      return checkCurrency(deps, values as SettingsOf<"money">);
    case "tax":
      return checkTax(deps, values as SettingsOf<"tax">);
    default:
      return Promise.resolve(ok(undefined));
  }
}

/**
 * Sets a section unless it has been set before; for the first start. Answers whether it did. Costs one check.
 *
 * @throws Error if the values don't fit the section.
 */
export async function stageFirstSettings<S extends Section>(
  tx: Tx,
  deps: Deps,
  input: { section: S; values: SettingsOf<S> },
): Promise<boolean> {
  if (await isSectionStored(tx, input.section)) return false;
  const values = sectionSchemas[input.section].parse(input.values) as SettingsOf<S>;
  const sealed = await sealValues(deps, input.section, values);
  writeSection(tx, input.section, sealed, isoNow(deps.clock));
  return true;
}

function parseValues<S extends Section>(
  section: S,
  values: unknown,
): Result<SettingsOf<S>, ValidationError> {
  const parsed = sectionSchemas[section].safeParse(values);
  if (parsed.success) return ok(parsed.data as SettingsOf<S>);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.join(".");
    fields[name] ??= messageOf(issue);
  }
  return invalid(fields);
}

/** Messages beside example details, which nobody must be asked to pay to. */
function exampleFields(values: object): Record<string, string> {
  const { accounts, addresses } = values as Partial<SettingsOf<"bank"> & SettingsOf<"crypto">>;
  const fields: Record<string, string> = {};
  accounts?.forEach((account, at) => {
    if (isExampleAccount(account)) fields[`accounts.${at}.iban`] = IS_EXAMPLE;
  });
  addresses?.forEach((entry, at) => {
    if (isExampleAddress(entry)) fields[`addresses.${at}.address`] = IS_EXAMPLE;
  });
  return fields;
}

/** The schemas have sentences for what people type wrong; the rest is a broken form. */
function messageOf(issue: z.core.$ZodIssue): string {
  const isBroken = issue.code === "unrecognized_keys" || issue.message.startsWith("Invalid input");
  return isBroken ? "This part of the form is broken: reload the page." : issue.message;
}

async function stageSection<S extends Section>(
  tx: Tx,
  deps: Deps,
  input: { actor: Actor; section: S; values: SettingsOf<S>; id: string | undefined },
): Promise<void> {
  const { section } = input;
  const [before, sealed] = await Promise.all([
    readSectionChecked(tx, deps, section),
    sealValues(deps, section, input.values),
  ]);
  const updatedAt = isoNow(deps.clock);
  if (section === "money") await moveLegacyTax(tx, updatedAt);
  writeSection(tx, section, sealed, updatedAt);
  stageAudit(tx, deps, {
    actor: input.actor,
    action: "settings.changed",
    subject: { kind: "settings", id: section },
    before: await maskValues(section, before),
    after: await maskValues(section, input.values),
    ...(input.id ? { requestId: input.id } : {}),
  });
  if (WATCHED.includes(section)) {
    await stageJob(tx, deps, {
      id: `settings_changed:${section}:${deps.ids.next("job")}`,
      kind: "mail.settings_changed",
      payload: { section, changedAt: updatedAt, actorId: input.actor.id },
    });
  }
}
