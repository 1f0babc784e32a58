/** PDFs of invoices a second, on one core: made as each request makes them, from the database on. */
import { getInvoicePdf } from "@/domain/invoice_document/mod.ts";
import { readInvoice } from "@/domain/invoice/mod.ts";
import { placeOrder } from "@/domain/order/mod.ts";
import { unwrap } from "@/domain/shared/result.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";
import { median, takeTurns } from "./measure.ts";
import { openBigShop, simpleOrder } from "./shop.ts";
import type { Row } from "./table.ts";

const AIM = 20;

/** A name in every script that a document has fonts for, which asks for many of them. */
const MANY_SCRIPTS = "Ада Λάμδα شركة हिन्दी 云巢科技 株式会社クラウド 주식회사";

/** PDFs a second, `batch` of each kind in turn. */
export async function measureDocuments(
  options: { rounds: number; batch: number },
): Promise<Row[]> {
  await using deps = await makeDeps();
  const viewer = await openBigShop(deps);
  const form = await simpleOrder(deps, "bench.example.com");
  const { invoiceId: id } = unwrap(await placeOrder(deps, { actor: viewer, form }));
  const invoice = (await readInvoice(deps.kv, id))!;
  const setBuyer = (name: string) =>
    deps.kv.set(["invoices", id], { ...invoice, buyer: { ...invoice.buyer, name } });
  let sizeBytes = 0;

  const rate = (name: string) => async () => {
    await setBuyer(name);
    const startedAt = performance.now();
    for (let count = 0; count < options.batch; count++) {
      sizeBytes = unwrap(await getInvoicePdf(deps, { viewer, id, paper: "invoice" })).sizeBytes;
    }
    return options.batch / ((performance.now() - startedAt) / 1000);
  };
  // The first of each loads its fonts.
  await rate(invoice.buyer.name)();
  const plainBytes = sizeBytes;
  await rate(MANY_SCRIPTS)();
  const [plain, many] = await takeTurns(
    [rate(invoice.buyer.name), rate(MANY_SCRIPTS)],
    options.rounds,
  );
  const perSecond = median(plain!);
  return [
    {
      name: "invoices as PDF",
      value: `${perSecond.toFixed(1)}/s`,
      aim: `≥ ${AIM}/s`,
      isMet: perSecond >= AIM,
      note: `${(plainBytes / 1000).toFixed(0)} kB each, fonts in memory`,
    },
    {
      name: "the same with a buyer in seven scripts",
      value: `${median(many!).toFixed(1)}/s`,
      note: `${(sizeBytes / 1000).toFixed(0)} kB each`,
    },
  ];
}
