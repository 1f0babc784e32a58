/** Where a code from an invoice or a credit note is typed in; the QR code beside it leads past this page. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CodeForm, HowToCheck, VERIFY_TITLE } from "@/components/verify/VerifyPage.tsx";
import { SectionHeader } from "@/components/ui/mod.ts";
import { define } from "../../(_lib)/state.ts";

/** Longer than any code that somebody types. */
const MAX_LENGTH = 60;

export const handler = define.handlers({
  GET(ctx) {
    const code = (ctx.url.searchParams.get("code") ?? "").trim();
    if (code === "" || code.length > MAX_LENGTH) return page();
    return ctx.redirect(`/verify/${encodeURIComponent(code)}`, 303);
  },
});

export default define.page(function VerifyPage() {
  return (
    <div class="mx-auto max-w-2xl px-4 py-16 sm:px-6 sm:py-24">
      <Head>
        <title>{`${VERIFY_TITLE} · CloudNest`}</title>
        <meta
          name="description"
          content="See whether an invoice or a credit note that you have was issued by us, and whether it still stands."
          key="description"
        />
      </Head>
      <SectionHeader
        level={1}
        title={VERIFY_TITLE}
        description="Each of our invoices and credit notes has a code of twenty letters and digits. It tells whether the document is ours, and whether it still stands."
      />
      <div class="mt-10 flex flex-col gap-10">
        <CodeForm />
        <HowToCheck />
      </div>
    </div>
  );
});
