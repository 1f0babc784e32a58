/**
 * The bank's side of the demonstration: a statement with a line of each kind (certain, likely, joint, unknown, money that went
 * out), and a CSV whose columns nobody has named yet.
 */
import { amountDue, type Invoice, readInvoice } from "../invoice/mod.ts";
import { getSettings } from "../settings/mod.ts";
import type { StaffActor } from "../shared/actor.ts";
import { dayOf } from "../shared/clock.ts";
import type { Deps } from "../shared/deps.ts";
import { runDueJobs } from "../job/mod.ts";
import { type Money, money, sum, toDecimal } from "../shared/money.ts";
import { unwrap } from "../shared/result.ts";
import { statementJobHandlers, uploadStatement } from "../statement/mod.ts";

/** An entry of the statement; more than zero is money that came in. */
interface Entry {
  amount: Money;
  name: string;
  text: string;
}

/** What a transfer is short of what is due: a bank's fee, say. */
const FEE_MINOR = 500;

/** Imports the statement of the house's first account, if there is one; `invoiceOf` finds an order's by its hostname. */
export async function importDemoStatement(
  deps: Deps,
  { staff, invoiceOf }: { staff: StaffActor; invoiceOf: (hostname: string) => string },
): Promise<void> {
  const [account] = (await getSettings(deps, "bank")).accounts;
  const read = (hostname: string) => readInvoice(deps.kv, invoiceOf(hostname));
  const invoices = await Promise.all(
    ["demo-api", "demo-stage", "demo-blog", "demo-wiki"].map((name) =>
      read(`${name}.demo.example`)
    ),
  );
  if (!account || invoices.some((invoice) => invoice?.currency !== account.currency)) return;
  const entries = entriesOf(invoices as Invoice[], account.currency);
  const file = statementOf(entries, { iban: account.iban, day: dayOf(deps.clock.now()) });
  unwrap(await uploadStatement(deps, { actor: staff, file, account: "" }));
  await runDueJobs(deps, { handlers: statementJobHandlers });
  const csv = csvOf(dayOf(deps.clock.now()));
  unwrap(await uploadStatement(deps, { actor: staff, file: csv, account: account.iban }));
}

function entriesOf([certain, likely, ...joint]: Invoice[], currency: string): Entry[] {
  const short = amountDue(likely!);
  return [
    { amount: amountDue(certain!), name: certain!.buyer.name, text: certain!.reference },
    {
      amount: { ...short, minor: short.minor - FEE_MINOR },
      name: "B. SAMPLE",
      text: `Invoice ${likely!.number}, demonstration`,
    },
    {
      amount: sum(joint.map(amountDue), currency),
      name: joint[0]!.buyer.name,
      text: "both servers, demonstration",
    },
    {
      amount: money(4_200, currency),
      name: "Example Supplies",
      text: "Refund 8841, demonstration",
    },
    { amount: money(-990, currency), name: "Example Bank", text: "Fees, demonstration" },
  ];
}

function statementOf(
  entries: readonly Entry[],
  { iban, day }: { iban: string; day: string },
): File {
  const content = entries.map(({ amount, name, text }, at) => {
    const isOut = amount.minor < 0;
    const value = toDecimal({ ...amount, minor: Math.abs(amount.minor) });
    const party = isOut ? "Cdtr" : "Dbtr";
    return `<Ntry><Amt Ccy="${amount.currency}">${value}</Amt>` +
      `<CdtDbtInd>${isOut ? "DBIT" : "CRDT"}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>` +
      `<BookgDt><Dt>${day}</Dt></BookgDt><AcctSvcrRef>DEMO-${at + 1}</AcctSvcrRef>` +
      `<NtryDtls><TxDtls><RltdPties><${party}><Pty><Nm>${name}</Nm></Pty></${party}></RltdPties>` +
      `<RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  });
  return new File(
    [
      '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>',
      `<Acct><Id><IBAN>${iban}</IBAN></Id><Ccy>${entries[0]!.amount.currency}</Ccy></Acct>`,
      ...content,
      "</Stmt></BkToCstmrStmt></Document>",
    ],
    "demo-statement.xml",
  );
}

function csvOf(day: string): File {
  const rows = [
    "Booked;Payer;What for;Sum;Balance",
    `${day};Example Shop;Demonstration;12,50;1.012,50`,
    `${day};Example Supplies;Demonstration;-3,20;1.009,30`,
  ];
  return new File([[...rows, ""].join("\n")], "demo-export.csv");
}
