/** Whether an invoice or a credit note is genuine: for whoever holds it, by the code on it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import {
  CodeForm,
  HowToCheck,
  Unknown,
  Verdict,
  VERIFY_TITLE,
} from "@/components/verify/VerifyPage.tsx";
import { SectionHeader } from "@/components/ui/mod.ts";
import { type VerifiedView, verifyDocument } from "@/domain/invoice_document/mod.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

interface Data {
  /** `null` where no document has the code. */
  document: VerifiedView | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { deps, client } = ctx.state;
    const verified = await verifyDocument(deps, { code: ctx.params.code!, ip: client.ip });
    if (verified.ok) return page<Data>({ document: verified.value });
    if (verified.error.code === "rate_limited") return problem(verified.error);
    return page<Data>({ document: null }, { status: 404 });
  },
});

export default define.page<typeof handler>(function VerifiedPage({ data }) {
  return (
    <div class="mx-auto max-w-2xl px-4 py-16 sm:px-6 sm:py-24">
      <Head>
        <title>{`${VERIFY_TITLE} · CloudNest`}</title>
        <meta name="robots" content="noindex" />
      </Head>
      <SectionHeader level={1} title={VERIFY_TITLE} />
      <div class="mt-8 flex flex-col gap-10">
        {data.document ? <Verdict document={data.document} /> : <Unknown />}
        <CodeForm />
        <HowToCheck />
      </div>
    </div>
  );
});
