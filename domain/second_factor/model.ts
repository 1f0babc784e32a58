/**
 * The second factor of an account: an authenticator app (RFC 6238), recovery codes, passkeys (WebAuthn), and the devices
 * on which it isn't asked for. All of it is one record, so that whatever uses up a part of it checks the whole.
 */
import { z } from "zod";
import type { Account } from "@/domain/customer/mod.ts";
import { digestOf } from "@/domain/shared/digest.ts";

/** How long a code and its set-up may take. */
export const SETUP_MINUTES = 15;
/** Passkeys that an account may have. */
export const MAX_PASSKEYS = 10;
/** Devices that an account remembers; the oldest is forgotten for a new one. */
export const MAX_DEVICES = 10;
/** How long a device is remembered. */
export const DEVICE_DAYS = 30;

const passkeySchema = z.strictObject({
  /** The credential's id, base64url. */
  id: z.string(),
  /** COSE public key, base64url. */
  publicKey: z.string(),
  /** What the authenticator has counted: it never goes back. */
  counter: z.int().nonnegative(),
  transports: z.array(z.string()),
  /** Whether it is kept in several places, by a password manager for example. */
  isSynced: z.boolean(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

const deviceSchema = z.strictObject({
  /** Digest of the token in the device's cookie. */
  digest: z.string(),
  userAgent: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** Mark of the password that was valid then: a device is forgotten with its password. */
  passwordMark: z.string(),
});

/** What is stored for an account that has a second factor or is setting one up. */
export const secondFactorSchema = z.strictObject({
  schemaVersion: z.literal(1),
  accountId: z.string(),
  /** The authenticator app; `sealed` is its secret. */
  totp: z.strictObject({
    sealed: z.string(),
    /** The time step of the last code that was used: none up to it is taken again. */
    lastStep: z.int(),
    confirmedAt: z.string(),
  }).nullable(),
  /** An authenticator app that hasn't shown a code yet. */
  setup: z.strictObject({ sealed: z.string(), expiresAt: z.string() }).nullable(),
  recoveryCodes: z.array(z.strictObject({ digest: z.string(), usedAt: z.string().nullable() })),
  passkeys: z.array(passkeySchema),
  devices: z.array(deviceSchema),
});

/** The second factor of an account. */
export type SecondFactor = z.infer<typeof secondFactorSchema>;

/** One passkey. */
export type Passkey = z.infer<typeof passkeySchema>;

/** A record for an account that has nothing yet. */
export function emptySecondFactor(accountId: string): SecondFactor {
  return {
    schemaVersion: 1,
    accountId,
    totp: null,
    setup: null,
    recoveryCodes: [],
    passkeys: [],
    devices: [],
  };
}

/** What the account's record says of it, so that most requests need not read this one. */
export function summaryOf(factor: SecondFactor): Account["secondFactor"] {
  const hasPasskey = factor.passkeys.length > 0;
  if (factor.totp) return hasPasskey ? "both" : "totp";
  return hasPasskey ? "passkey" : "none";
}

/** Names a password without telling it: changes with every new password. */
export function passwordMark(account: Pick<Account, "passwordHash">): string {
  return digestOf(account.passwordHash);
}

/** How many recovery codes are left. */
export function codesLeft(factor: SecondFactor): number {
  return factor.recoveryCodes.filter(({ usedAt }) => usedAt === null).length;
}

/** A passkey's name typed into a form. */
export const passkeyNameField = z.string().transform((typed) =>
  typed.normalize("NFC").trim().replace(/\s+/g, " ")
).pipe(
  z.string().min(1, "Give it a name, such as the device it is on.")
    .max(60, "Use at most 60 characters.")
    .refine(
      (name) => !/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(name),
      "Use letters, digits, spaces and punctuation only.",
    ),
);
