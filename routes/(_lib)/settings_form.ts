/**
 * Between a settings form and a section's values: names of all fields, values as texts, texts as values, and messages
 * beside the fields that they are about. Entries of a list are fields named `accounts.0.iban`; one that is left blank
 * isn't there.
 */
import { z } from "zod";
import type {
  FieldKind,
  SettingField,
  SettingsSection,
} from "@/components/admin/settings_sections.ts";

import { isPrivate } from "@/domain/settings/mod.ts";

type Texts = Readonly<Record<string, string>>;

/** The schema for `readForm()`: every field of the section, as text. */
export function settingsSchema(section: SettingsSection) {
  const names = section.fields.map((field) => field.name);
  const { list } = section;
  for (let at = 0; list && at < list.max; at++) {
    names.push(...list.fields.map((field) => entryName(list.name, at, field)));
  }
  return z.strictObject(Object.fromEntries(names.map((name) => [name, z.string().optional()])));
}

/** The stored values as the texts of the fields. */
export function textsOf(
  section: SettingsSection,
  values: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const field of section.fields) texts[field.name] = toText(field.kind, values[field.name]);
  const { list } = section;
  if (!list) return texts;
  const entries = values[list.name] as ReadonlyArray<Record<string, unknown>>;
  entries.forEach((entry, at) => {
    for (const field of list.fields) {
      texts[entryName(list.name, at, field)] = toText(field.kind, entry[field.name]);
    }
  });
  return texts;
}

/** What was typed as values for `updateSettings()`, and which entries of the form they come from. */
export interface TypedSettings {
  values: Record<string, unknown>;
  /** Place in the form of each entry of the list. */
  places: number[];
}

/** The typed texts as values. Whether they are right is for the section's schema to say. */
export function settingsOf(section: SettingsSection, texts: Texts): TypedSettings {
  const values: Record<string, unknown> = {};
  for (const field of section.fields) values[field.name] = toValue(field.kind, texts[field.name]);
  const { list } = section;
  if (!list) return { values, places: [] };
  const places = [...Array(list.max).keys()].filter((at) =>
    list.fields.some((field) => isFilled(field, texts[entryName(list.name, at, field)]))
  );
  values[list.name] = places.map((at) =>
    Object.fromEntries(
      list.fields.map((
        field,
      ) => [field.name, toValue(field.kind, texts[entryName(list.name, at, field)])]),
    )
  );
  return { values, places };
}

/** The typed texts as they are shown again: a private key that was refused isn't sent back. */
export function withoutKeys(texts: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, isPrivate(text) ? "" : text]),
  );
}

/** Messages by path of the values, as messages by field of the form. */
export function fieldErrors(
  section: SettingsSection,
  { places }: TypedSettings,
  errors: Texts,
): Record<string, string> {
  const renamed = Object.entries(errors).map(([path, message]) => {
    const [first = "", index, ...rest] = path.split(".");
    if (first !== section.list?.name || index === undefined) return [first, message];
    return [[first, places[Number(index)], ...rest].join("."), message];
  });
  return Object.fromEntries(renamed);
}

/** The name of a field of the list's entry number `at`. */
export function entryName(list: string, at: number, field: SettingField): string {
  return `${list}.${at}.${field.name}`;
}

/** A choice has a value from the start, so it doesn't make an entry. */
function isFilled(field: SettingField, text: string | undefined): boolean {
  return field.kind !== "choice" && (text ?? "").trim() !== "";
}

function toText(kind: FieldKind, value: unknown): string {
  if (value === undefined || value === null) return "";
  if (kind === "lines") return (value as string[]).join("\n");
  if (kind === "flag") return value === true ? "on" : "";
  if (kind === "rates") {
    return (value as CountryRate[]).map(({ country, rateBasisPoints }) =>
      `${country} ${rateBasisPoints / 100}`
    ).join("\n");
  }
  return kind === "percent" ? String(Number(value) / 100) : String(value);
}

function toValue(kind: FieldKind, text = ""): unknown {
  switch (kind) {
    case "lines":
      return linesOf(text);
    case "flag":
      return text === "on";
    case "number":
      return /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN;
    case "percent":
      return toBasisPoints(text);
    case "rates":
      return linesOf(text).map((line): CountryRate => {
        const [country = "", ...percent] = line.split(/[\s:=]+/);
        return { country, rateBasisPoints: toBasisPoints(percent.join(" ").replace(/ ?%$/, "")) };
      });
    default:
      return text;
  }
}

interface CountryRate {
  country: string;
  rateBasisPoints: number;
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
}

/** Hundredths of a percent; not a number if the text isn't a percentage. */
function toBasisPoints(text: string): number {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : Number.NaN;
}
