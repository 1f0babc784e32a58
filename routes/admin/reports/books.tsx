/** The audit of the books: what it came to, and the stop of payouts. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { BooksReport } from "@/components/admin/BooksReport.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { getBooksReport, liftPayoutStop, startBooksCheck } from "@/domain/books/mod.ts";
import { BROKEN_FORM, formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { requireStepUp } from "../../(_lib)/step_up.ts";

const form = z.strictObject({
  action: z.enum(["start", "lift"], BROKEN_FORM),
  reason: z.string().default(""),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, { texts: {}, errors: {} })),
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    const { texts } = read.typed;
    if (!read.ok) {
      return page(await load(ctx, { texts, errors: read.error.fields }), formStatus(read.error));
    }
    const { action, reason } = read.value;
    const detour = action === "lift" ? requireStepUp(ctx) : null;
    if (detour) return detour;
    const actor = requireStaff(ctx);
    const done = action === "lift"
      ? await liftPayoutStop(deps, { actor, reason, requestId })
      : await startBooksCheck(deps, { actor, requestId });
    if (done.ok) {
      const text = action === "lift" ? "Payouts can go out again." : "The audit runs now.";
      return await seeOther(ctx, "/admin/reports/books", { tone: "ok", text });
    }
    if (done.error.code === "not_found") return problem(done.error);
    return page(
      await load(ctx, { texts, errors: formError(done.error) }),
      formStatus(done.error),
    );
  },
});

async function load(
  ctx: Ctx,
  form: { texts: Record<string, string>; errors: Record<string, string> },
) {
  const viewer = requireStaff(ctx);
  const report = await getBooksReport(ctx.state.deps, { viewer });
  if (!report.ok) return problem(report.error);
  return { ...report.value, mayLift: viewer.permissions.has("payouts.release"), form };
}

export default define.page<typeof handler>(function AdminBooksPage(props) {
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title="Audit of the books"
      description="Each night every balance, hash chain, number, invoice, payment and booking is checked again."
      breadcrumbs={[{ label: "Reports", href: "/admin/reports" }, { label: "Audit of the books" }]}
    >
      <Head>
        <title>Audit of the books · Staff · CloudNest</title>
      </Head>
      <BooksReport {...props.data} />
    </AdminLayout>
  );
});
