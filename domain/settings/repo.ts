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
import { openValues } from "./server_urls.ts";

type ReadDeps = Pick<Deps, "config" | "secrets">;

const sectionKey = (section: Section): Deno.KvKey => ["settings", section];

/** A section as it is now, or its defaults. */
export async function readSection<S extends Section>(
  deps: ReadDeps & Pick<Deps, "kv">,
  section: S,
): Promise<SettingsOf<S>> {
  const entry = await deps.kv.get<unknown>(sectionKey(section));
  return parseSection(deps, section, entry.value);
}

/** A section under check, or its defaults. */
export async function readSectionChecked<S extends Section>(
  tx: Tx,
  deps: ReadDeps,
  section: S,
): Promise<SettingsOf<S>> {
  return parseSection(deps, section, await tx.get<unknown>(sectionKey(section)));
}

/** Stages a section that the commit has read under check; `values` are sealed already. */
export function writeSection(tx: Tx, section: Section, values: object, updatedAt: string): void {
  tx.set(sectionKey(section), { schemaVersion: 1, values, updatedAt });
}

/** Whether staff or the first start have ever set the section. */
export async function isSectionStored(tx: Tx, section: Section): Promise<boolean> {
  return await tx.get<unknown>(sectionKey(section)) !== null;
}

async function parseSection<S extends Section>(
  deps: ReadDeps,
  section: S,
  stored: unknown,
): Promise<SettingsOf<S>> {
  if (stored === null) return defaultSettings(deps.config)[section] as SettingsOf<S>;
  const values = await openValues(deps, section, storedSectionSchema.parse(stored).values);
  return sectionSchemas[section].parse(values) as SettingsOf<S>;
}
