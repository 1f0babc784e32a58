/** What banks call their columns, in the languages of their exports; compared without accents, case and marks. */
import type { ColumnRole } from "./csv_mapping.ts";

/** Names by role, the more telling ones first. */
export const COLUMN_WORDS: Readonly<Record<ColumnRole | "remittance", readonly string[]>> = {
  bookedOn: words(
    "booking date|date of booking|buchungstag|buchungsdatum|buchung|transaction date|posting date|" +
      "date started|date completed utc|date completed|date operation|date de comptabilisation|" +
      "fecha operacion|fecha contable|data contabile|data operazione|boekdatum|datum|date|fecha|data",
  ),
  valueOn: words(
    "value date|valutadatum|wertstellung|wertstellungsdatum|valuta|date valeur|date de valeur|" +
      "fecha valor|data valuta|rentedatum",
  ),
  amount: words(
    "amount|betrag|betrag eur|amount eur|umsatz|montant|importe|importo|bedrag|bedrag eur|" +
      "transaction amount|total amount",
  ),
  credit: words(
    "credit|haben|gutschrift|credit amount|money in|paid in|montant credit|avoir|entrate|accrediti|" +
      "abono|abonos|haber|bij",
  ),
  debit: words(
    "debit|soll|lastschrift|debit amount|money out|paid out|montant debit|uscite|addebiti|cargo|" +
      "cargos|debe|af",
  ),
  direction: words(
    "credit debit|debit credit|soll haben|s h|af bij|direction|cdtdbtind|dc|d c|sens|indicator",
  ),
  currency: words(
    "currency|payment currency|wahrung|waehrung|devise|divisa|moneda|valuta code|munt|ccy",
  ),
  counterpartyName: words(
    "counterparty name|counterparty|beguenstigter zahlungspflichtiger|name zahlungsbeteiligter|" +
      "auftraggeber begunstigter|auftraggeber empfanger|beneficiary originator|partner name|payer|" +
      "payer name|payee|name|zahlungspflichtiger|zahlungspflichtige r|sender|naam tegenpartij|" +
      "nom contrepartie|nom de la contrepartie|ordenante|ordinante|naam omschrijving|description 1",
  ),
  counterpartyIban: words(
    "counterparty iban|kontonummer iban|iban zahlungsbeteiligter|partner iban|account number|iban|" +
      "kontonummer|tegenrekening|tegenrekening iban bban|iban contrepartie|payer iban|counterparty account",
  ),
  remittance: words(
    "remittance information|payment reference|verwendungszweck|purpose|payment details|" +
      "reference text|details|description|omschrijving|mededelingen|libelle|communication|concepto|" +
      "causale|descrizione|narrative|memo|notes|message|buchungsdetails|" +
      "omschrijving 1|omschrijving 2|omschrijving 3|reference|text",
  ),
  reference: words(
    "creditor reference|structured reference|rf reference|betalingskenmerk|" +
      "glaubigerreferenz|structured communication",
  ),
  endToEndId: words(
    "end to end id|end to end reference|kundenreferenz end to end|kundenreferenz|e2e id|eref",
  ),
  bankId: words(
    "transaction id|bank reference|id|entry reference|bankreferenz|volgnr|transactiereferentie|" +
      "reference number|account servicer reference",
  ),
  status: words("status|state|umsatzstatus|etat|estado|stato|info"),
  account: words(
    "own account|account iban|auftragskonto|iban auftragskonto|iban bban|rekening|compte|eigene iban",
  ),
};

/** A name as it is compared. */
export function comparableName(name: string): string {
  return name.normalize("NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function words(text: string): string[] {
  return text.split("|");
}
