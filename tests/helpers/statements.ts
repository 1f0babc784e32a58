/** Statements of a shop's bank account: a line that waits, one that is proposed, and a CSV without its mapping. */
import { getSettings, updateSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import {
  bookLine,
  listLines,
  statementJobHandlers,
  uploadStatement,
} from "@/domain/statement/mod.ts";
import type { People } from "./people.ts";

/** What a world has of statements. */
export interface Statements {
  /** IBAN of the house. */
  account: string;
  /** May be the payment of the unpaid order: its reference, and less than is due. */
  openLineId: string;
  /** Nobody knows what it is. */
  unknownLineId: string;
  /** Above the limit: proposed by billing, for the customer's wallet. */
  proposedLineId: string;
  importId: string;
  mappingImportId: string;
  /** Another CSV that waits for its mapping. */
  spareImportId: string;
}

/** Imports the statements. */
export async function makeStatements(
  deps: Deps,
  { people, reference, due }: { people: People; reference: string; due: Money },
): Promise<Statements> {
  const actor = people.billing.staff!;
  const account = await bankAccount(deps, people.owner.staff!);
  const file = camtFile(account, [
    { amount: toDecimal({ ...due, minor: due.minor - 100 }), text: reference, id: "W1" },
    { amount: "7.77", text: "who knows", id: "W2" },
    { amount: "4999.00", text: "a lot", id: "W3" },
  ]);
  const { importId } = unwrap(await uploadStatement(deps, { actor, file, account: "" }));
  unwrap(
    await statementJobHandlers["statement.import"]!(deps, {
      id: importId,
      kind: "statement.import",
      payload: { importId },
      attempt: 1,
    }),
  );
  const { items } = await listLines(deps, { viewer: actor, filter: { importId } });
  const idOf = (text: string) => items.find((line) => line.remittance === text)!.id;
  const proposedLineId = idOf("a lot");
  const parts = [{ target: people.customer.email, amount: "4999.00" }];
  unwrap(await bookLine(deps, { actor, lineId: proposedLineId, parts }));
  const sendCsv = async (name: string) =>
    unwrap(await uploadStatement(deps, { actor, file: csvFile(name), account })).importId;
  return {
    account,
    openLineId: idOf(reference),
    unknownLineId: idOf("who knows"),
    proposedLineId,
    importId,
    mappingImportId: await sendCsv("march.csv"),
    spareImportId: await sendCsv("april.csv"),
  };
}

/** A CAMT.053 file of money that came in. */
export function camtFile(
  account: string,
  entries: ReadonlyArray<{ amount: string; text: string; id: string }>,
): File {
  const content = entries.map(({ amount, text, id }) =>
    `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
    `<BookgDt><Dt>2026-02-27</Dt></BookgDt><AcctSvcrRef>${id}</AcctSvcrRef><NtryDtls><TxDtls>` +
    "<RltdPties><Dbtr><Pty><Nm>Ada Customer</Nm></Pty></Dbtr></RltdPties>" +
    `<RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`
  );
  return new File(
    [
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>',
      `<Acct><Id><IBAN>${account}</IBAN></Id><Ccy>EUR</Ccy></Acct>${content.join("")}`,
      "</Stmt></BkToCstmrStmt></Document>",
    ],
    "statement.xml",
  );
}

/** A CSV that nobody has explained yet. */
export function csvFile(name: string): File {
  return new File(["Date;Payer;Purpose;Amount\n27.02.2026;Somebody;Server;12,50\n"], name);
}

async function bankAccount(deps: Deps, actor: StaffActor): Promise<string> {
  const { accounts } = await getSettings(deps, "bank");
  if (accounts[0]) return accounts[0].iban;
  const account = {
    currency: "EUR",
    holder: "CloudNest GmbH",
    iban: "DE02120300000000202051",
    bic: "BYLADEM1001",
    bankName: "A bank",
    instructions: "",
  };
  const values = { accounts: [account] };
  unwrap(await updateSettings(deps, { actor, section: "bank", values }));
  return account.iban;
}
