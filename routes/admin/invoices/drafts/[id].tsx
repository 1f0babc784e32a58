/** One draft: written here, then issued or thrown away. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DraftForm, IssueCard } from "@/components/admin/Drafts.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button } from "@/components/ui/mod.ts";
import {
  deleteDraft,
  issueDraft,
  readDraftForStaff,
  saveDraft,
} from "@/domain/invoice_desk/mod.ts";
import { ok } from "@/domain/shared/result.ts";
import { BROKEN_FORM, formError, type SentForm } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const texts = z.array(z.string()).default([]);

const form = z.strictObject({
  action: z.enum(["save", "issue", "delete"], BROKEN_FORM),
  version: z.string().default(""),
  labels: texts,
  quantities: texts,
  units: texts,
  due_on: z.string().default(""),
  notes: z.string().default(""),
  from_wallet: z.string().optional(),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const read = await readForm(ctx, form);
    const { typed } = read;
    const action = typed.texts.action ?? "";
    if (!read.ok) {
      return page(await load(ctx, { action, typed, error: read.error }), formStatus(read.error));
    }
    const detour = action === "save" ? null : requireStepUp(ctx);
    if (detour) return detour;
    const done = await act(ctx, read.value);
    if (done.ok) {
      const { path, text } = done.value;
      return await seeOther(ctx, path, { tone: "ok", text });
    }
    if (done.error.code === "not_found") return problem(done.error);
    return page(await load(ctx, { action, typed, error: done.error }), formStatus(done.error));
  },
});

async function act(ctx: Ctx, values: z.output<typeof form>) {
  const { deps, requestId } = ctx.state;
  const { action, version, labels, quantities, units, notes } = values;
  const id = ctx.params.id!;
  const input = { actor: requireStaff(ctx), id, requestId };
  switch (action) {
    case "save": {
      const fromWallet = values.from_wallet === "on";
      const written = { labels, quantities, units, notes, dueOn: values.due_on, fromWallet };
      const saved = await saveDraft(deps, { ...input, version, form: written });
      return saved.ok ? ok({ path: `/admin/invoices/drafts/${id}`, text: "Saved." }) : saved;
    }
    case "issue": {
      const issued = await issueDraft(deps, { ...input, version });
      if (!issued.ok) return issued;
      const text = "Issued. The customer gets a mail.";
      return ok({ path: `/admin/invoices/${issued.value.invoiceId}`, text });
    }
    case "delete": {
      const gone = await deleteDraft(deps, input);
      return gone.ok ? ok({ path: "/admin/invoices/drafts", text: "Thrown away." }) : gone;
    }
  }
}

async function load(ctx: Ctx, sent: SentForm | null) {
  const viewer = requireStaff(ctx);
  const draft = await readDraftForStaff(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!draft.ok) return problem(draft.error);
  const isTyped = sent?.action === "save";
  const { labels = [], quantities = [], units = [] } = sent?.typed.lists ?? {};
  return {
    draft: draft.value,
    isConfirmed: isConfirmed(ctx),
    typed: isTyped ? { texts: sent.typed.texts, rows: { labels, quantities, units } } : null,
    errors: sent ? formError(sent.error) : {},
  };
}

export default define.page<typeof handler>(function AdminDraftPage(props) {
  const { draft } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={`Draft for ${draft.customerName}`}
      breadcrumbs={[
        { label: "Invoices", href: "/admin/invoices" },
        { label: "Drafts", href: "/admin/invoices/drafts" },
        { label: draft.customerName },
      ]}
      actions={
        <Button href={`/admin/users/${draft.customerId}`} variant="secondary">The customer</Button>
      }
    >
      <Head>
        <title>{`Draft for ${draft.customerName} · Staff · CloudNest`}</title>
      </Head>
      <div class="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <DraftForm {...props.data} />
        <IssueCard {...props.data} />
      </div>
    </AdminLayout>
  );
});
