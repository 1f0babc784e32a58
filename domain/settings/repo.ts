/** Keys of settings: `["settings", section]`, one record a section; absent until staff change it. */
import type { Deps } from "../shared/deps.ts";
import type { Tx } from "../shared/kv.ts";
import {
  defaultSettings,
  type Section,
  sectionSchemas,
  type SettingsOf,
  storedSectionSchema,
} from "./model.ts";

const sectionKey = (section: Section): Deno.KvKey => ["settings", section];

/** A section as it is now, or its defaults. */
export async function readSection<S extends Section>(
  deps: Pick<Deps, "kv" | "config">,
  section: S,
): Promise<SettingsOf<S>> {
  const entry = await deps.kv.get<unknown>(sectionKey(section));
  return parseSection(deps, section, entry.value);
}

/** A section under check, or its defaults. */
export async function readSectionChecked<S extends Section>(
  tx: Tx,
  deps: Pick<Deps, "config">,
  section: S,
): Promise<SettingsOf<S>> {
  return parseSection(deps, section, await tx.get<unknown>(sectionKey(section)));
}

/** Stages a section that the commit has read under check. */
export function writeSection<S extends Section>(
  tx: Tx,
  section: S,
  values: SettingsOf<S>,
  updatedAt: string,
): void {
  tx.set(sectionKey(section), { schemaVersion: 1, values, updatedAt });
}

/** Whether staff or the first start have ever set the section. */
export async function isSectionStored(tx: Tx, section: Section): Promise<boolean> {
  return await tx.get<unknown>(sectionKey(section)) !== null;
}

function parseSection<S extends Section>(
  deps: Pick<Deps, "config">,
  section: S,
  stored: unknown,
): SettingsOf<S> {
  if (stored === null) return defaultSettings(deps.config)[section] as SettingsOf<S>;
  return sectionSchemas[section].parse(storedSectionSchema.parse(stored).values) as SettingsOf<S>;
}
