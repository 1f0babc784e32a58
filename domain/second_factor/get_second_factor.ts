/** Reads the second factor of whoever is signed in, for their security page. */
import { readAccount } from "@/domain/customer/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { qrCodeOf } from "@/domain/shared/qr.ts";
import { codesLeft, emptySecondFactor, passwordMark } from "./model.ts";
import { readSecondFactor } from "./repo.ts";
import { totpUri } from "./totp.ts";
import type { SecondFactorView, TotpSetupView } from "./view.ts";

/** The view of an account's second factor; devices that are over aren't in it. */
export async function getSecondFactor(deps: Deps, accountId: string): Promise<SecondFactorView> {
  const [stored, account] = await Promise.all([
    readSecondFactor(deps.kv, accountId),
    readAccount(deps.kv, accountId),
  ]);
  const factor = stored ?? emptySecondFactor(accountId);
  const now = deps.clock.now();
  const isRunning = (expiresAt: string) => Temporal.Instant.compare(expiresAt, now) > 0;
  const mark = account && passwordMark(account);
  return {
    totpSince: factor.totp?.confirmedAt ?? null,
    setup: factor.setup && account && isRunning(factor.setup.expiresAt)
      ? await viewSetup(deps, { accountId, email: account.email, sealed: factor.setup.sealed })
      : null,
    codesLeft: codesLeft(factor),
    passkeys: factor.passkeys.map(({ id, name, isSynced, createdAt, lastUsedAt }) => ({
      id,
      name,
      isSynced,
      createdAt,
      lastUsedAt,
    })),
    devices: factor.devices
      .filter((device) => device.passwordMark === mark && isRunning(device.expiresAt))
      .map(({ digest, userAgent, createdAt, expiresAt }) => ({
        id: digest,
        userAgent,
        createdAt,
        expiresAt,
      })),
  };
}

async function viewSetup(
  deps: Deps,
  { accountId, email, sealed }: { accountId: string; email: string; sealed: string },
): Promise<TotpSetupView> {
  const [secret, { name: issuer }] = await Promise.all([
    deps.secrets.open("totp", accountId, sealed),
    getSettings(deps, "company"),
  ]);
  const uri = totpUri({ secret, issuer, label: email });
  return { secret, uri, qr: qrCodeOf(uri) };
}
