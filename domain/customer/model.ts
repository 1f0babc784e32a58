/**
 * Accounts of customers and staff: what is stored, and the rules for names, addresses and passwords. One account has
 * one e-mail address, which is unique in its normalised form.
 */
import { z } from "zod";
import { isDisposable } from "./email_identity.ts";

/** Characters that a name may have at the most. */
export const MAX_NAME_LENGTH = 100;
/** Characters of an e-mail address at the most (RFC 5321 section 4.5.3.1). */
export const MAX_EMAIL_LENGTH = 254;
/** Characters that a password needs. */
export const MIN_PASSWORD_LENGTH = 10;
/** Characters that a password may have: far above what anyone types, far below what hashing would feel. */
export const MAX_PASSWORD_LENGTH = 200;

/** What invoices and the export say of a customer besides name and address; all of it may be empty. */
export const profileSchema = z.strictObject({
  company: z.string(),
  addressLines: z.array(z.string()),
  /** ISO 3166-1 alpha-2, or empty. */
  country: z.string(),
  taxNumber: z.string(),
  phone: z.string(),
  /** IANA name, for example `Europe/Berlin`. */
  timeZone: z.string(),
});

/** The parts of an account that its owner fills in. */
export type Profile = z.infer<typeof profileSchema>;

/** A profile that nobody has filled in. */
export const EMPTY_PROFILE: Profile = {
  company: "",
  addressLines: [],
  country: "",
  taxNumber: "",
  phone: "",
  timeZone: "UTC",
};

/** A stored account. */
export const accountSchema = z.strictObject({
  schemaVersion: z.literal(2),
  id: z.string(),
  email: z.string(),
  name: z.string(),
  passwordHash: z.string(),
  passwordChangedAt: z.string().nullable(),
  status: z.enum(["active", "suspended"]),
  /** A built-in role, or the id of a custom one; `null` for customers. */
  staffRole: z.string().nullable(),
  /** Which second factors are switched on; kept by the commits that switch them. */
  secondFactor: z.enum(["none", "totp", "passkey", "both"]),
  locale: z.string(),
  profile: profileSchema,
  mailPreferences: z.strictObject({ news: z.boolean(), newDevice: z.boolean() }),
  createdAt: z.string(),
  /** The version of the terms that the person agreed to, and when. */
  acceptedTerms: z.strictObject({ version: z.string(), at: z.string() }).nullable(),
  emailVerifiedAt: z.string().nullable(),
  /** Money can't leave while this is set: somebody said that a log-in wasn't theirs. */
  payoutsFrozenAt: z.string().nullable(),
  erasedAt: z.string().nullable(),
});

/** A customer's or staff member's account. */
export type Account = z.infer<typeof accountSchema>;

/** What a new account is made from. */
export type AccountSeed = Pick<
  Account,
  "id" | "email" | "name" | "passwordHash" | "staffRole" | "createdAt" | "acceptedTerms"
>;

/** A new account: active, unverified, without a second factor or a profile. */
export function newAccount(seed: AccountSeed): Account {
  return { schemaVersion: 2, ...seed, ...ADDED_IN_VERSION_2, ...NEW };
}

const NEW = { status: "active", locale: "en", emailVerifiedAt: null } as const;

const ADDED_IN_VERSION_2 = {
  passwordChangedAt: null,
  secondFactor: "none",
  profile: EMPTY_PROFILE,
  mailPreferences: { news: false, newDevice: true },
  payoutsFrozenAt: null,
  erasedAt: null,
} as const;

/** A stored account of any version, migrated forward. */
export const storedAccountSchema = z.preprocess(
  (stored) =>
    (stored as { schemaVersion?: unknown } | null)?.schemaVersion === 1
      ? { ...(stored as object), ...ADDED_IN_VERSION_2, schemaVersion: 2 }
      : stored,
  accountSchema,
);

/** Letters, digits and the other characters of an unquoted local part (RFC 5322 section 3.2.3). */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
const MAX_LOCAL_LENGTH = 64;
/** Controls, and the marks that turn the direction of the text around them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

/**
 * The one form of an e-mail address: NFKC, lower case, the domain in ASCII (IDNA). `null` if it isn't an address that
 * mail can be sent to; addresses on a bare host (`admin@localhost`) count as addresses.
 */
export function normaliseEmail(typed: string): string | null {
  if (typed.length > MAX_EMAIL_LENGTH * 2) return null;
  const text = typed.normalize("NFKC").trim().toLowerCase();
  const at = text.lastIndexOf("@");
  const local = text.slice(0, Math.max(at, 0));
  const domain = asciiDomain(text.slice(at + 1));
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL_PART.test(local) || domain === null) return null;
  const email = `${local}@${domain}`;
  return email.length <= MAX_EMAIL_LENGTH ? email : null;
}

function asciiDomain(domain: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain) || !URL.canParse(`http://${domain}/`)) return null;
  const ascii = new URL(`http://${domain}/`).hostname;
  return DOMAIN.test(ascii) ? ascii : null;
}

/** An e-mail address typed into a form, in its one form; it must have a domain with a dot. */
export const emailField = z.string().transform((typed, context) => {
  const email = normaliseEmail(typed);
  if (email !== null && email.slice(email.indexOf("@")).includes(".")) return email;
  context.addIssue({
    code: "custom",
    message: typed.trim() === ""
      ? "Enter your e-mail address."
      : "Enter an e-mail address such as name@example.com.",
  });
  return z.NEVER;
});

/** The same, of a mailbox that will still be there when an invoice is due. */
export const lastingEmailField = emailField.refine((email) => !isDisposable(email), {
  message: "Use an address that you will keep: invoices and notices go to it.",
});

/** A person's or company's name typed into a form. */
export const nameField = z.string().transform((typed) =>
  typed.normalize("NFC").trim().replace(/\s+/g, " ")
)
  .pipe(
    z.string().min(1, "Enter your name.")
      .max(MAX_NAME_LENGTH, `Use at most ${MAX_NAME_LENGTH} characters.`)
      .refine(
        (name) => !UNPRINTABLE.test(name),
        "Use letters, digits, spaces and punctuation only.",
      ),
  );

/** A new password typed into a form; it comes out in NFKC, as it is hashed. */
export const newPasswordField = z.string().transform(normalisePassword).pipe(
  z.string()
    .min(MIN_PASSWORD_LENGTH, `Use a password of at least ${MIN_PASSWORD_LENGTH} characters.`)
    .max(MAX_PASSWORD_LENGTH, `Use a password of at most ${MAX_PASSWORD_LENGTH} characters.`),
);

/** The form of a password that is hashed, so that it is the same on every keyboard (NIST SP 800-63B 3.1.1.2). */
export function normalisePassword(typed: string): string {
  return typed.normalize("NFKC");
}

/** What a person sends to register; how hard the password is to guess, `checkPassword()` says. */
export const registrationSchema = z.strictObject({
  name: nameField,
  email: lastingEmailField,
  password: newPasswordField,
}).refine(
  ({ email, password }) => password.toLowerCase() !== email,
  { path: ["password"], message: "Use a password other than your e-mail address." },
);
