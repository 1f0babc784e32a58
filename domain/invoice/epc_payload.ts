/**
 * The text of an EPC QR code (EPC069-12, version 2 of the payload, UTF-8), from which banking apps in the SEPA area fill
 * in a credit transfer: amounts in euro alone, to an account in a country of SEPA.
 */
import { type Money, toDecimal } from "@/domain/shared/money.ts";

/** Countries of the SEPA schemes by the code of their IBANs (EPC409-09). */
const SEPA_COUNTRIES = new Set(
  ("AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE " +
    "SI SK SM VA").split(" "),
);
/** EUR 0.01 to 999,999,999.99. */
const MAX_MINOR = 99_999_999_999;
const MAX_NAME = 70;
/** Bytes of a whole payload, so that it fits a code of version 13 with error correction M. */
const MAX_BYTES = 331;

/** What a transfer is filled in with. */
export interface EpcTransfer {
  holder: string;
  /** Compact. */
  iban: string;
  /** Compact; empty if it isn't known, which version 2 allows. */
  bic: string;
  amount: Money;
  /** The creditor reference of ISO 11649, compact. */
  reference: string;
}

/** The payload; `null` where the standard has no code for such a transfer. */
export function epcPayload(transfer: EpcTransfer): string | null {
  const { iban, bic, amount, reference } = transfer;
  const name = transfer.holder.replace(/[\s\p{C}]+/gu, " ").trim();
  const isTransferable = amount.currency === "EUR" && amount.minor >= 1 &&
    amount.minor <= MAX_MINOR && SEPA_COUNTRIES.has(iban.slice(0, 2));
  if (!isTransferable || name === "" || [...name].length > MAX_NAME) return null;
  const purpose = "";
  const payload = [
    "BCD",
    "002",
    "1",
    "SCT",
    bic,
    name,
    iban,
    `EUR${toDecimal(amount)}`,
    purpose,
    reference,
  ].join("\n");
  return new TextEncoder().encode(payload).length <= MAX_BYTES ? payload : null;
}
