/**
 * Remembered devices: a random token in a cookie, of which the account's record keeps the digest. It saves the second
 * step for 30 days, never the first, and ends with the password that it was given under.
 */
import type { Account } from "@/domain/customer/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf, isSameText } from "@/domain/shared/digest.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { DEVICE_DAYS, MAX_DEVICES, passwordMark, type SecondFactor } from "./model.ts";
import { loadSecondFactor } from "./repo.ts";

const TOKEN_BYTES = 32;
const MAX_USER_AGENT_LENGTH = 200;

/** A token for a device's cookie. */
export interface DeviceToken {
  token: string;
  expiresAt: string;
}

/** Whether the second step may be left out on the device with that token; costs one check. */
export async function isRememberedDevice(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  { account, deviceToken }: { account: Account; deviceToken: string | undefined },
): Promise<boolean> {
  if (deviceToken === undefined || !/^[\w-]{43}$/.test(deviceToken)) return false;
  const factor = await loadSecondFactor(tx, account.id);
  const digest = digestOf(deviceToken);
  const mark = passwordMark(account);
  const now = deps.clock.now();
  return (factor?.devices ?? []).some((device) =>
    isSameText(device.digest, digest) && device.passwordMark === mark &&
    Temporal.Instant.compare(device.expiresAt, now) > 0
  );
}

/** The record with one more device, and the token for its cookie. Devices that are over leave it. */
export function rememberDevice(
  deps: Pick<Deps, "clock" | "ids">,
  { account, factor, userAgent }: { account: Account; factor: SecondFactor; userAgent: string },
): { factor: SecondFactor; device: DeviceToken } {
  const now = deps.clock.now();
  const token = deps.ids.token(TOKEN_BYTES);
  const expiresAt = toIso(now.add({ hours: DEVICE_DAYS * 24 }));
  const mark = passwordMark(account);
  const running = factor.devices.filter((device) =>
    device.passwordMark === mark && Temporal.Instant.compare(device.expiresAt, now) > 0
  );
  const device = {
    digest: digestOf(token),
    userAgent: userAgent.replace(/[^\x20-\x7e]/g, "").slice(0, MAX_USER_AGENT_LENGTH),
    createdAt: toIso(now),
    expiresAt,
    passwordMark: mark,
  };
  return {
    factor: { ...factor, devices: [device, ...running].slice(0, MAX_DEVICES) },
    device: { token, expiresAt },
  };
}
