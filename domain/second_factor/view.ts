/** What the security page shows of a second factor: nothing that would let anybody in, but the secret being set up. */
import type { QrCode } from "@/domain/shared/qr.ts";

/** An authenticator app that is being set up. */
export interface TotpSetupView {
  /** In base 32, for typing it into the app. */
  secret: string;
  /** The same as an `otpauth:` address. */
  uri: string;
  qr: QrCode;
}

/** A passkey in the list. */
export interface PasskeyView {
  id: string;
  name: string;
  isSynced: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}

/** A remembered device in the list. */
export interface DeviceView {
  id: string;
  userAgent: string;
  createdAt: string;
  expiresAt: string;
}

/** The second factor of whoever is signed in. */
export interface SecondFactorView {
  /** Since when the app is on; `null` if it is off. */
  totpSince: string | null;
  setup: TotpSetupView | null;
  codesLeft: number;
  passkeys: PasskeyView[];
  devices: DeviceView[];
}
