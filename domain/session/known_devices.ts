/**
 * From where an account's owner usually comes: browsers by a long-lived cookie, of which the digest is kept, each with
 * the networks that it came from. A log-in by a browser that isn't known is told to the owner, with a link to say "this
 * wasn't me"; a browser that has lost its cookie is known again by its kind and network together.
 *
 * Key: `["known_devices", accountId]`: the browsers, the last used first, 20 at the most.
 */
import { z } from "zod";
import { type Account, stageAccountLink } from "@/domain/customer/mod.ts";
import { stageLinkMail } from "@/domain/mail/mod.ts";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { deviceOf } from "./device.ts";
import type { Session } from "./model.ts";

const MAX_DEVICES = 20;
const MAX_NETWORKS = 10;
/** What a browser's cookie looks like: 16 random bytes. */
const BROWSER_ID = /^[\w-]{22}$/;

const deviceSchema = z.strictObject({
  /** Digest of the cookie; empty for clients that keep none. */
  digest: z.string(),
  device: z.string(),
  networks: z.array(z.string()),
});
const recordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  devices: z.array(deviceSchema),
});
type KnownDevice = z.infer<typeof deviceSchema>;

/** Whether a text can be a browser's cookie. */
export function isBrowserId(text: string | null | undefined): text is string {
  return typeof text === "string" && BROWSER_ID.test(text);
}

/**
 * Stages that a session began, and the mail to its owner if it did so from a new device. The record isn't under check:
 * of two log-ins at once one may be forgotten, which costs a mail. One check at most.
 */
export async function stageDevice(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
  input: { account: Account; session: Session; browserId: string | undefined },
): Promise<void> {
  const { account, session } = input;
  const stored = await tx.peek(devicesKey(account.id));
  const known = stored === null ? [] : recordSchema.parse(stored).devices;
  const digest = isBrowserId(input.browserId) ? digestOf(input.browserId) : "";
  const device = deviceOf(session.userAgent);
  const same = known.find((each) => digest !== "" && each.digest === digest) ??
    known.find((each) => each.device === device && each.networks.includes(session.network));
  const networks = [...new Set([session.network, ...same?.networks ?? []])].slice(0, MAX_NETWORKS);
  const current: KnownDevice = { digest: digest || (same?.digest ?? ""), device, networks };
  const devices = [current, ...known.filter((each) => each !== same)].slice(0, MAX_DEVICES);
  tx.set(devicesKey(account.id), recordSchema.parse({ schemaVersion: 1, devices }));
  // There is nothing to compare the first one with.
  if (same || known.length === 0 || !account.mailPreferences.newDevice) return;
  await stageNotice(tx, deps, { account, session });
}

/** Stages that no browser is known any more: the next log-in is a new one whoever it is by. */
export function stageNoDevices(tx: Tx, accountId: string): void {
  tx.set(devicesKey(accountId), recordSchema.parse({ schemaVersion: 1, devices: [UNKNOWN] }));
}

/** Stands for whatever was known before, so that the list isn't empty; no log-in is like it. */
const UNKNOWN: KnownDevice = { digest: "", device: "", networks: [] };

async function stageNotice(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids" | "secrets">,
  { account, session }: { account: Account; session: Session },
): Promise<void> {
  const device = deviceOf(session.userAgent);
  const data = { what: `A log-in by ${device} from ${session.network}` };
  const { token } = await stageAccountLink(tx, deps, { purpose: "not_me", account, data });
  await stageLinkMail(tx, deps, {
    fact: `new_device:${session.id}`,
    to: { email: account.email, name: account.name },
    accountId: account.id,
    template: "new_device",
    variables: {
      customerName: account.name,
      device,
      network: session.network,
      at: momentOf(deps.clock.now()),
      link: "/not-me",
    },
    token,
  });
}

/** A moment in a mail, for example `2026-03-01 12:00 UTC`. */
export function momentOf(instant: Temporal.Instant): string {
  return `${toIso(instant).slice(0, 16).replace("T", " ")} UTC`;
}

/**
 * Whether a log-in comes by a browser or from a network that the account's owner has used. An account that isn't there
 * is looked up as well, so that it takes the same time.
 */
export async function isUsualOrigin(
  kv: Deno.Kv,
  origin: { accountId: string | null; browserId: string | undefined; network: string },
): Promise<boolean> {
  const { value } = await kv.get(devicesKey(origin.accountId ?? "nobody"));
  const devices = value === null ? [] : recordSchema.parse(value).devices;
  const digest = isBrowserId(origin.browserId) ? digestOf(origin.browserId) : null;
  return devices.some((each) => each.digest === digest || each.networks.includes(origin.network));
}

/** The browsers that are known, the last used first, each with its networks. */
export async function readKnownDevices(
  kv: Deno.Kv,
  accountId: string,
): Promise<{ device: string; networks: string[] }[]> {
  const { value } = await kv.get(devicesKey(accountId));
  const devices = value === null ? [] : recordSchema.parse(value).devices;
  return devices.filter((each) => each.device !== UNKNOWN.device)
    .map(({ device, networks }) => ({ device, networks }));
}

/** Forgets all of it. */
export async function forgetDevices(kv: Deno.Kv, accountId: string): Promise<void> {
  await kv.delete(devicesKey(accountId));
}

function devicesKey(accountId: string): Deno.KvKey {
  return ["known_devices", accountId];
}
