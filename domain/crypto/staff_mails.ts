/** What staff are told of payments on chains that wait for them, or that are gone; one mail a fact. */
import { type MailAddress, stageMail } from "@/domain/mail/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { formatUnits } from "./asset.ts";
import type { ChainPayment, Claim, Sighting } from "./model.ts";
import type { OpenEntry } from "./open_entries.ts";

const LINK = "/admin/payments/chain";

/** Tells staff that a payment on other terms than were asked for waits; one check. */
export async function stageAttentionMail(
  tx: Tx,
  deps: Deps,
  { payment, sighting }: { payment: ChainPayment; sighting: Sighting },
): Promise<void> {
  const what = sighting.match === "late"
    ? "A payment came after the rate that was promised had run out, and the settings leave it to you."
    : "A payment came in another asset than was asked for, and the settings leave it to you.";
  await stageMail(tx, deps, {
    fact: `crypto_attention:${payment.id}:${factOf(sighting.key)}`,
    to: await staffRecipient(deps),
    template: "crypto_attention",
    variables: {
      invoiceNumber: payment.invoiceNumber,
      what,
      amount: amountOf(sighting),
      transaction: sighting.txid,
      link: LINK,
    },
  });
}

/** Tells staff that a customer has named a transaction, which nobody watches; one check. */
export async function stageClaimMail(
  tx: Tx,
  deps: Deps,
  { payment, claim }: { payment: ChainPayment; claim: Claim },
): Promise<void> {
  await stageMail(tx, deps, {
    fact: `crypto_claim:${payment.id}:${factOf(claim.txid)}`,
    to: await staffRecipient(deps),
    template: "crypto_attention",
    variables: {
      invoiceNumber: payment.invoiceNumber,
      what: "A customer says that they have paid with this transaction. No node watches the chain.",
      amount: claim.asset,
      transaction: claim.txid,
      link: LINK,
    },
  });
}

const REMINDERS: Readonly<Record<OpenEntry["kind"], string>> = {
  late: "It came after the rate that was promised had run out.",
  wrong_asset: "It came in another asset than was asked for.",
  claim: "A customer says that they have paid with this transaction. No node watches the chain.",
  lost: "It was booked, and the chain no longer has it.",
};

/** Reminds staff of what waits for them; one check. */
export async function stageReminderMail(
  tx: Tx,
  deps: Deps,
  { payment, entry }: { payment: ChainPayment; entry: OpenEntry },
): Promise<void> {
  const isClaim = entry.kind === "claim";
  const key = isClaim ? entry.claim.txid : entry.sighting.key;
  await stageMail(tx, deps, {
    fact: `crypto_reminder:${payment.id}:${entry.kind}:${factOf(key)}`,
    to: await staffRecipient(deps),
    template: "crypto_reminder",
    variables: {
      invoiceNumber: payment.invoiceNumber,
      what: REMINDERS[entry.kind],
      amount: isClaim ? entry.claim.asset : amountOf(entry.sighting),
      transaction: isClaim ? entry.claim.txid : entry.sighting.txid,
      since: minuteText(entry.since),
      link: `${LINK}/${payment.id}`,
    },
  });
}

/** Tells staff that the chain no longer has what was booked; one check. */
export async function stageLostMail(
  tx: Tx,
  deps: Deps,
  { payment, sighting }: { payment: ChainPayment; sighting: Sighting },
): Promise<void> {
  const { amount } = sighting.booking!;
  await stageMail(tx, deps, {
    fact: `crypto_lost:${payment.id}:${factOf(sighting.key)}:${sighting.goneAt}`,
    to: await staffRecipient(deps),
    template: "crypto_lost",
    variables: {
      invoiceNumber: payment.invoiceNumber,
      amount: amountOf(sighting),
      booked: `${toDecimal(amount)} ${amount.currency}`,
      transaction: sighting.txid,
      link: LINK,
    },
  });
}

/** Who is told. */
export async function staffRecipient(deps: Deps): Promise<MailAddress> {
  const company = await getSettings(deps, "company");
  return { email: company.billingEmail, name: company.name };
}

function amountOf({ units, asset }: Sighting): string {
  return `${formatUnits(BigInt(units), asset)} ${asset}`;
}

/** A key or transaction as part of a job's id, which outlives the person's data: nobody reads it back. */
function factOf(key: string): string {
  return digestOf(key);
}

/** `2026-03-01T12:00:00.000Z` → `2026-03-01 12:00 UTC`. */
export function minuteText(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}
