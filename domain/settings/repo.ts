/** Keys of settings: `["settings", section]`, one record a section; absent until staff change it. */
import { legacyTax, withoutLegacy } from "./legacy_tax.ts";
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import {
  defaultSettings,
  type Section,
  sectionSchemas,
  type SettingsOf,
  storedSectionSchema,
} from "./model.ts";
import { openValues } from "./server_urls.ts";

type ReadDeps = Pick<Deps, "config" | "secrets">;

const sectionKey = (section: Section): Deno.KvKey => ["settings", section];

/** A section as it is now, or its defaults. */
export async function readSection<S extends Section>(
  deps: ReadDeps & Pick<Deps, "kv">,
  section: S,
): Promise<SettingsOf<S>> {
  const read = async (name: Section) => (await deps.kv.get<unknown>(sectionKey(name))).value;
  return await parseSection(deps, section, read);
}

/** A section under check, or its defaults. */
export async function readSectionChecked<S extends Section>(
  tx: Tx,
  deps: ReadDeps,
  section: S,
): Promise<SettingsOf<S>> {
  return await parseSection(deps, section, (name) => tx.get<unknown>(sectionKey(name)));
}

/** Stages a section that the commit has read under check; `values` are sealed already. */
export function writeSection(tx: Tx, section: Section, values: object, updatedAt: string): void {
  tx.set(sectionKey(section), { schemaVersion: 1, values, updatedAt });
}

/** Whether staff or the first start have ever set the section. */
export async function isSectionStored(tx: Tx, section: Section): Promise<boolean> {
  return await tx.get<unknown>(sectionKey(section)) !== null;
}

/**
 * Writes the tax section that an old money section, read under check, comes to, unless there is one: before the money section
 * is written anew.
 */
export async function moveLegacyTax(tx: Tx, updatedAt: string): Promise<void> {
  const moved = legacyTax(await tx.get(sectionKey("money")));
  if (moved && !await isSectionStored(tx, "tax")) writeSection(tx, "tax", moved, updatedAt);
}

async function parseSection<S extends Section>(
  deps: ReadDeps,
  section: S,
  read: (section: Section) => Promise<unknown>,
): Promise<SettingsOf<S>> {
  const stored = await read(section);
  if (stored === null) {
    const moved = section === "tax" ? legacyTax(await read("money")) : null;
    return (moved ?? defaultSettings(deps.config)[section]) as SettingsOf<S>;
  }
  const values = await openValues(deps, section, storedSectionSchema.parse(stored).values);
  return sectionSchemas[section].parse(withoutLegacy(section, values)) as SettingsOf<S>;
}
