/**
 * Which tests stand for which line of THREATS.md about money (1 to 8): each goes red when the defence that it names is taken
 * out. Races that a lane of one process alone would settle are run in two. A test that is renamed or removed has to be replaced
 * here.
 */
import { expect } from "expect";

/** Tests by their file below `tests/`; of a name that is put together, the part that stands still. */
const MONEY: Readonly<Record<number, Readonly<Record<string, readonly string[]>>>> = {
  // One balance, two invoices
  1: {
    "domain/payment/wallet_payment_test.ts": [
      "50 parallel payments from a balance for one: one invoice is paid, and the books add up",
    ],
    "domain/ledger/ledger_test.ts": [
      "50 parallel debits of a balance for one leave exactly one, and the books agree",
    ],
    "domain/payment/wallet_books_property_test.ts": [
      "the books hold through everything that moves wallets, at once and on broken commits",
    ],
  },
  // Whatever there is a number of
  2: {
    "domain/payment/threats_counts_test.ts": [
      "THREATS 2: credit notes of two processes",
      "THREATS 2: a cheaper plan",
      "THREATS 2: a customer has no more unpaid orders",
    ],
    "domain/wallet/refund_test.ts": [
      "50 parallel refunds of a balance for one: one is booked, and the books add up",
    ],
    "domain/wallet/adjust_test.ts": [
      "50 parallel debits of a balance for one: one is booked, and the books add up",
    ],
    "domain/promotion/use_test.ts": [
      "orders at once for the last use in",
      "20 orders of one customer at once use a code that they may use twice exactly twice",
    ],
    "domain/catalog/stock_test.ts": [
      "stageTakeStock() by many at once takes no more than there is",
    ],
    "domain/order/races_test.ts": [
      "20 buyers of the last one in two processes: one order, nothing left, 19 told so",
    ],
    "domain/order/trial_test.ts": [
      "30 orders on trial at once, from two processes, come to one, and the others write nothing",
    ],
    "domain/invoice/invoice_test.ts": [
      "issues of several processes without a common lane leave no gap, even when some give up",
    ],
    "domain/approval/alone_test.ts": [
      "30 parallel bookings on two processes: never more than the limit is booked, and what is left of it can be used",
    ],
  },
  // A payout twice, or died in between
  3: {
    "domain/payment/threats_test.ts": ["THREATS 3: "],
    "domain/job/run_test.ts": [
      "a fact that is staged again, side by side or later, makes one job",
      "five runners on 200 jobs run each of them once",
      "who has lost the lease doesn't record a result",
    ],
    "crash/nights_test.ts": [
      "100 runs at once, with processes killed among them, do each thing of a night once",
    ],
    "crash/crash_test.ts": ["loses nothing that it acknowledged and does nothing twice"],
  },
  // A mail's error
  4: { "domain/payment/threats_test.ts": ["THREATS 4: "] },
  // A top-up without money
  5: {
    "domain/payment/threats_test.ts": ["THREATS 5: "],
    "domain/payment/wallet_payment_test.ts": [
      "a top-up can't be paid from the wallet, and its money stays there",
    ],
    "domain/wallet/top_up_test.ts": [
      "requestTopUp() issues an untaxed invoice that only money from outside pays; then the wallet has it",
    ],
  },
  // Another currency, no price
  6: {
    "domain/payment/threats_test.ts": ["THREATS 6: "],
    "domain/order/currency_test.ts": [
      "an order in dollars is priced, billed and renewed in dollars; euros don't pay it",
      "an order in a currency without prices is refused, and nothing is written",
    ],
    "domain/catalog/price_lists_test.ts": [
      "what has no price in the currency can't be ordered in it, and nothing is free for want of one",
    ],
    "domain/catalog/quote_test.ts": ["quote() takes no price for no order"],
  },
  // What doesn't belong into an order
  7: {
    "domain/order/place_order_test.ts": ["and writes nothing"],
    "domain/catalog/quote_test.ts": [
      "quote() answers any selection with a price whose lines add up, or with validation errors",
    ],
    "routes/order_test.ts": ["POST /dashboard/order refuses fields that the form doesn't have"],
  },
  // A notice twice, at once, out of order
  8: {
    "domain/payment/threats_test.ts": [
      "THREATS 8: ",
      "parts of one invoice that two processes record at once are each booked once, and none ends in an error",
    ],
    "domain/statement/book_line_test.ts": [
      "a transfer that staff have recorded by the bank's id isn't booked from its line, nor the other way round",
    ],
    "domain/payment/record_payment_test.ts": [
      "two processes that record the same payment book it once",
      "the same receipt is booked once, however it is typed and for whatever invoice",
    ],
    "domain/statement/import_test.ts": [
      "files that are imported at once, by several processes, book each line once",
    ],
    "domain/crypto/watch_bitcoin_test.ts": [
      "two processes that watch at once book once",
      "what was booked and comes back after a fork isn't booked again",
    ],
    "domain/crypto/follow_test.ts": [
      "a look that began before another one ended changes nothing: it saw an older chain",
    ],
    "domain/invoice_desk/close_test.ts": [
      "20 who void, give up and pay at once: one wins, and the wallet has what the end says",
    ],
  },
};

Deno.test("each line of the threats to money has its tests", async () => {
  expect(Object.keys(MONEY)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
  for (const files of Object.values(MONEY)) {
    for (const [file, names] of Object.entries(files)) {
      const source = await Deno.readTextFile(new URL(file, import.meta.url));
      const tests = [...source.matchAll(/Deno\.test\(\s*["`](.*)["`]/g)].map(([, name]) => name!);
      for (const name of names) {
        expect([file, name, tests.some((test) => test.includes(name))]).toEqual([file, name, true]);
      }
    }
  }
});
