/** What people tell about themselves: the data of their invoices, how to reach them, which mails they want. */
import { z } from "zod";
import { stageAudit } from "@/domain/audit/mod.ts";
import { type CustomerActor, isOwner } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { isId } from "@/domain/shared/ids.ts";
import { transact } from "@/domain/shared/kv.ts";
import {
  type Conflict,
  fail,
  invalid,
  type NotFound,
  notFound,
  ok,
  type Result,
  type ValidationError,
} from "@/domain/shared/result.ts";
import { toValidationError } from "@/domain/shared/validation.ts";
import { checkVatNumber, isInEu } from "@/domain/tax/mod.ts";
import { COUNTRY_CODES, countryName } from "@/domain/shared/countries.ts";
import { type Account, nameField, type Profile } from "./model.ts";
import { loadAccount, readAccount, stageAccountChange } from "./repo.ts";
import { LANGUAGES, type ProfileView } from "./profile_view.ts";

const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const MAX_ADDRESS_LINES = 5;

const line = (max: number) =>
  z.string().transform((typed) => typed.normalize("NFC").trim().replace(/\s+/g, " ")).pipe(
    z.string().max(max, `Use at most ${max} characters.`)
      .refine((text) => !UNPRINTABLE.test(text), "Use letters, digits and punctuation only."),
  );

const tick = z.enum(["on", ""]).default("").transform((value) => value === "on");

/** What the form on the profile page sends. */
const profileForm = z.strictObject({
  name: nameField,
  company: line(120).default(""),
  address: z.string().max(600, "Use at most five lines.").default("").transform((text) =>
    text.split(/\r?\n/).map((each) => each.trim()).filter((each) => each !== "")
  ).pipe(
    z.array(line(80), "Use at most 80 characters a line.")
      .max(MAX_ADDRESS_LINES, "Use at most five lines."),
  ),
  country: z.enum(["", ...COUNTRY_CODES], "Choose a country of the list.").default(""),
  tax_number: line(40).default(""),
  phone: line(40).default("").pipe(
    z.string().regex(/^[\d +()./-]*$/, "Use digits, spaces and + only, such as +49 30 901820."),
  ),
  language: z.string().refine(
    (code) => LANGUAGES.some(({ value }) => value === code),
    "Choose a language of the list.",
  ).default("en"),
  time_zone: z.string().refine(isTimeZone, "Choose a time zone of the list.").default("UTC"),
  news: tick,
  new_device: tick,
});

/** The form as it is typed. */
export type ProfileForm = z.input<typeof profileForm>;

/** Names of all time zones that dates can be shown in. */
export function timeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
}

function isTimeZone(name: string): boolean {
  return timeZones().includes(name);
}

/** One's own profile; it isn't there for anybody else who acts on the account. */
export async function getProfile(
  deps: Pick<Deps, "kv">,
  { viewer }: { viewer: CustomerActor },
): Promise<Result<ProfileView, NotFound>> {
  const account = isOwner(viewer) && isId("cus", viewer.id)
    ? await readAccount(deps.kv, viewer.id)
    : null;
  return account ? ok(toProfileView(account)) : notFound();
}

/**
 * Changes one's own profile. Invoices issued from then on have the new data; those issued before stay as they are.
 *
 * Errors: `validation`, `not_found`, `conflict`.
 */
export async function updateProfile(
  deps: Deps,
  input: { actor: CustomerActor; form: ProfileForm; requestId?: string },
): Promise<Result<void, ValidationError | NotFound | Conflict>> {
  const { actor, requestId } = input;
  if (!isOwner(actor)) return notFound();
  const parsed = profileForm.safeParse(input.form);
  if (!parsed.success) return fail(toValidationError(parsed.error));
  const taxNumber = await checkTaxNumber(parsed.data);
  if (!taxNumber.ok) return taxNumber;
  const form = { ...parsed.data, tax_number: taxNumber.value };
  return await transact(deps, async (tx): Promise<Result<void, NotFound>> => {
    const account = await loadAccount(tx, actor.id);
    if (!account) return notFound();
    const changed = applied(account, form);
    const fields = changedFields(account, changed);
    if (fields.length === 0) return ok(undefined);
    stageAccountChange(tx, changed);
    // Which fields, not what they say: the log would keep it for longer than the account does.
    stageAudit(tx, deps, {
      actor,
      action: "profile.changed",
      subject: { kind: "account", id: account.id },
      after: { fields },
      requestId,
    });
    return ok(undefined);
  });
}

/**
 * The tax number as it is kept: in its one form where we can check it, as it was typed elsewhere. One that can't be right
 * is refused in the EU, where it decides about the tax.
 */
async function checkTaxNumber(
  { country, tax_number: typed }: z.output<typeof profileForm>,
): Promise<Result<string, ValidationError>> {
  if (typed === "") return ok("");
  if (country === "") {
    return invalid({ country: "Choose the country that your tax number belongs to." });
  }
  const checked = await checkVatNumber({ country, typed });
  if (checked.status === "valid") return ok(checked.number);
  if (!isInEu(country)) return ok(typed);
  const own = countryName(country);
  return invalid({
    tax_number: checked.status === "other_country"
      ? `This is a VAT number of ${countryName(checked.country)}, but your country is ${own}.`
      : `This isn't a VAT number of ${own}. Compare each character, or leave it empty.`,
  });
}

function applied(account: Account, form: z.output<typeof profileForm>): Account {
  const profile: Profile = {
    company: form.company,
    addressLines: form.address,
    country: form.country,
    taxNumber: form.tax_number,
    phone: form.phone,
    timeZone: form.time_zone,
  };
  const mailPreferences = { news: form.news, newDevice: form.new_device };
  return { ...account, name: form.name, locale: form.language, profile, mailPreferences };
}

function changedFields(before: Account, after: Account): string[] {
  const fieldsOf = ({ name, locale, profile, mailPreferences }: Account) =>
    Object.entries({ name, locale, ...profile, ...mailPreferences });
  const known = new Map<string, unknown>(fieldsOf(before));
  return fieldsOf(after)
    .filter(([field, value]) => JSON.stringify(known.get(field)) !== JSON.stringify(value))
    .map(([field]) => field);
}

function toProfileView(account: Account): ProfileView {
  const { name, email, locale, profile, mailPreferences, acceptedTerms } = account;
  return {
    name,
    email,
    isVerified: account.emailVerifiedAt !== null,
    language: locale,
    company: profile.company,
    addressLines: profile.addressLines,
    country: profile.country,
    taxNumber: profile.taxNumber,
    phone: profile.phone,
    timeZone: profile.timeZone,
    mailPreferences,
    acceptedTerms,
    createdAt: account.createdAt,
  };
}
