/** A shop with a bank account, customers with invoices, and files of their transfers, for tests of the payment desk. */
import { runDueJobs } from "@/domain/job/mod.ts";
import { jobHandlers } from "@/domain/operations/background.ts";
import { updateSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type Money, toDecimal } from "@/domain/shared/money.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { uploadStatement } from "@/domain/statement/mod.ts";
import { type LineRecord, lineRecordSchema } from "@/domain/statement/record.ts";
import { makeStaff, openShop } from "../order/fixtures.ts";
import { type Debt, placeDebt } from "../payment/fixtures.ts";

/** The account of the house. */
export const ACCOUNT = "DE89370400440532013000";
/** An account of a customer. */
export const PAYER = "NL91ABNA0417164300";

/** Somebody of the billing team. */
export const CLERK: StaffActor = makeStaff("billing");
/** Somebody else, who may approve. */
export const CHIEF: StaffActor = { ...makeStaff("owner"), id: "cus_01J00000000000000000000007" };

/** Opens the shop with its bank account, and places so many orders of one customer. */
export async function openDesk(deps: Deps, debts = 1): Promise<Debt[]> {
  const customer = await openShop(deps);
  await openBank(deps);
  const placed: Debt[] = [];
  for (let count = 1; count <= debts; count++) {
    placed.push(await placeDebt(deps, customer, `server${count}.example.com`));
  }
  return placed;
}

/** Sets the house's account, and lets one person book as much as they like. */
export async function openBank(deps: Deps): Promise<void> {
  const account = {
    currency: "EUR",
    holder: "CloudNest GmbH",
    iban: ACCOUNT,
    bic: "COBADEFFXXX",
    bankName: "Commerzbank",
    instructions: "",
  };
  const values = { accounts: [account] };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "bank", values }));
  await setLimit(deps, "100000.00");
}

/** Sets above which amount in euro a second member of staff is needed. */
export async function setLimit(deps: Deps, approveAbove: string): Promise<void> {
  const limit = { currency: "EUR", topUpMin: "10.00", topUpMax: "5000.00", approveAbove };
  const values = { limits: [limit] };
  unwrap(await updateSettings(deps, { actor: makeStaff(), section: "limits", values }));
}

/** A transfer as a bank's file has it. */
export interface Transfer {
  amount: Money;
  text?: string;
  bankId?: string;
  name?: string;
  iban?: string;
  day?: string;
}

/** The transfer that pays a debt. */
export function transferFor({ invoice }: Debt, change: Partial<Transfer> = {}): Transfer {
  return { amount: invoice.due, text: invoice.reference, bankId: `B-${invoice.number}`, ...change };
}

/** A CAMT.053 file of transfers. */
export function camtOf(transfers: readonly Transfer[], number?: string): File {
  const entries = transfers.map(({ amount, text = "", bankId, name, iban, day = "2026-03-03" }) => {
    const isOut = amount.minor < 0;
    const value = toDecimal({ ...amount, minor: Math.abs(amount.minor) });
    const party = isOut ? "Cdtr" : "Dbtr";
    return `<Ntry><Amt Ccy="${amount.currency}">${value}</Amt>` +
      `<CdtDbtInd>${isOut ? "DBIT" : "CRDT"}</CdtDbtInd><Sts>BOOK</Sts>` +
      `<BookgDt><Dt>${day}</Dt></BookgDt>` +
      (bankId ? `<AcctSvcrRef>${bankId}</AcctSvcrRef>` : "") +
      `<NtryDtls><TxDtls><RltdPties>` +
      (name ? `<${party}><Nm>${name}</Nm></${party}>` : "") +
      (iban ? `<${party}Acct><Id><IBAN>${iban}</IBAN></Id></${party}Acct>` : "") +
      `</RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  });
  const content =
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>' +
    (number ? `<ElctrncSeqNb>${number}</ElctrncSeqNb>` : "") +
    `<Acct><Id><IBAN>${ACCOUNT}</IBAN></Id><Ccy>EUR</Ccy></Acct>${entries.join("\n")}` +
    "</Stmt></BkToCstmrStmt></Document>";
  return new File([content], "statement.xml");
}

/** The same transfers as CSV, without the bank's ids. */
export function csvOf(transfers: readonly Transfer[], heads = "Date;Name;Purpose;Amount"): File {
  const rows = transfers.map(({ amount, text = "", name = "", day = "2026-03-03" }) =>
    `${day};${name};${text};${toDecimal(amount).replace(".", ",")}`
  );
  return new File([[heads, ...rows, ""].join("\n")], "statement.csv");
}

/** Sends a file. */
export function upload(deps: Deps, file: File, account = "", actor = CLERK) {
  return uploadStatement(deps, { actor, file, account });
}

/** Sends a file and runs all jobs that follow; the id of the import. */
export async function importFile(deps: Deps, file: File, account = ""): Promise<string> {
  const { importId } = unwrap(await upload(deps, file, account));
  await runJobs(deps);
  return importId;
}

/** Runs jobs until none is due. */
export async function runJobs(deps: Deps): Promise<void> {
  for (;;) {
    const { done, retried } = await runDueJobs(deps, { handlers: jobHandlers });
    if (done + retried === 0) return;
  }
}

/** All lines, the first that was made first. */
export async function allLines(deps: Deps): Promise<LineRecord[]> {
  const lines: LineRecord[] = [];
  for await (const { value } of deps.kv.list({ prefix: ["statement_lines"] })) {
    lines.push(lineRecordSchema.parse(value));
  }
  return lines;
}

/** How many payments there are. */
export async function countPayments(deps: Deps): Promise<number> {
  let count = 0;
  for await (const _ of deps.kv.list({ prefix: ["payments"] })) count++;
  return count;
}
