/** Invoices that staff are writing; a new one begins with its customer. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DraftsTable } from "@/components/admin/Drafts.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Alert, Card, Pagination } from "@/components/ui/mod.ts";
import { createDraft, listDrafts } from "@/domain/invoice_desk/mod.ts";
import { formError } from "../../../(_lib)/actions.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../../(_lib)/lists.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";

const form = z.strictObject({ customer: z.string(), currency: z.string().optional() });

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, {})),
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    if (!read.ok) return page(await load(ctx, read.error.fields), formStatus(read.error));
    const { customer: customerId, currency } = read.value;
    const made = await createDraft(deps, {
      actor: requireStaff(ctx),
      customerId,
      requestId,
      ...(currency !== undefined && { currency }),
    });
    if (made.ok) return ctx.redirect(`/admin/invoices/drafts/${made.value.id}`, 303);
    if (made.error.code === "not_found") return problem(made.error);
    return page(await load(ctx, formError(made.error)), formStatus(made.error));
  },
});

async function load(ctx: Ctx, errors: Readonly<Record<string, string>>) {
  const drafts = await listDrafts(ctx.state.deps, {
    viewer: requireStaff(ctx),
    page: pageRequestOf(ctx.url, "drf"),
  });
  return { drafts: drafts.items, links: pageLinks(ctx.url, drafts.next), errors };
}

export default define.page<typeof handler>(function AdminDraftsPage(props) {
  const { drafts, links, errors } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Drafts"
      description="Invoices without a number yet. A new one begins on the page of its customer."
      breadcrumbs={[{ label: "Invoices", href: "/admin/invoices" }, { label: "Drafts" }]}
    >
      <Head>
        <title>Drafts · Staff · CloudNest</title>
      </Head>
      {Object.keys(errors).length > 0 && (
        <Alert tone="bad" role="alert">{Object.values(errors).join(" ")}</Alert>
      )}
      <Card flush>
        <DraftsTable drafts={drafts} />
      </Card>
      <Pagination {...links} label="drafts" />
    </AdminLayout>
  );
});
