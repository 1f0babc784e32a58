/** Whether an invoice is genuine: for whoever holds it, by the code on it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CodeForm, HowToCheck, Unknown, Verdict } from "@/components/verify/VerifyPage.tsx";
import { SectionHeader } from "@/components/ui/mod.ts";
import { type VerifiedInvoiceView, verifyInvoice } from "@/domain/invoice/mod.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

interface Data {
  /** `null` where no invoice has the code. */
  invoice: VerifiedInvoiceView | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { deps, client } = ctx.state;
    const verified = await verifyInvoice(deps, { code: ctx.params.code!, ip: client.ip });
    if (verified.ok) return page<Data>({ invoice: verified.value });
    if (verified.error.code === "rate_limited") return problem(verified.error);
    return page<Data>({ invoice: null }, { status: 404 });
  },
});

export default define.page<typeof handler>(function VerifiedPage({ data }) {
  return (
    <div class="mx-auto max-w-2xl px-4 py-16 sm:px-6 sm:py-24">
      <Head>
        <title>Check an invoice · CloudNest</title>
        <meta name="robots" content="noindex" />
      </Head>
      <SectionHeader level={1} title="Check an invoice" />
      <div class="mt-8 flex flex-col gap-10">
        {data.invoice ? <Verdict invoice={data.invoice} /> : <Unknown />}
        <CodeForm />
        <HowToCheck />
      </div>
    </div>
  );
});
