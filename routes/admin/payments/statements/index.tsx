/** Statements of the bank: import one, and see what became of the others. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DeskTabs } from "@/components/admin/desk/DeskTabs.tsx";
import { ImportsTable, UploadForm } from "@/components/admin/desk/Imports.tsx";
import { UNTOUCHED } from "@/components/admin/forms.ts";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { listImports, MAX_STATEMENT_BYTES, uploadStatement } from "@/domain/statement/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { formError, type SentForm } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../../(_lib)/lists.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";

const PATH = "/admin/payments/statements";
const MAX_FORM_BYTES = MAX_STATEMENT_BYTES + 64 * 1024;
/** Each is held in memory several times over while it is read. */
const FILES_AT_ONCE = 2;

const form = z.strictObject({
  file: z.file("Choose the file that you have downloaded from your bank.").optional(),
  account: z.string().default(""),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  POST: (ctx) => ctx.state.deps.lanes.share("statements", FILES_AT_ONCE, () => receive(ctx)),
});

async function receive(ctx: Ctx) {
  const { deps, requestId } = ctx.state;
  const actor = requireStaff(ctx);
  const read = await readForm(ctx, form, { maxBytes: MAX_FORM_BYTES });
  const { typed } = read;
  if (!read.ok) {
    return page(await load(ctx, { action: "", typed, error: read.error }), formStatus(read.error));
  }
  const { file = null, account } = read.value;
  const sent = await uploadStatement(deps, { actor, file, account, requestId });
  if (!sent.ok) {
    if (sent.error.code === "not_found") return problem(sent.error);
    return page(await load(ctx, { action: "", typed, error: sent.error }), formStatus(sent.error));
  }
  const { importId, status } = sent.value;
  return await seeOther(ctx, `${PATH}/${importId}`, {
    tone: "ok",
    text: status === "mapping"
      ? "The file is here. Say what its columns are."
      : "The file is here, and its lines are on their way.",
  });
}

async function load(ctx: Ctx, sent: SentForm | null) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const [{ items, next }, bank] = await Promise.all([
    listImports(deps, { viewer, page: pageRequestOf(ctx.url, "stm") }),
    getSettings(deps, "bank"),
  ]);
  return {
    imports: items,
    accounts: bank.accounts.map(({ iban, currency, bankName }) => ({ iban, currency, bankName })),
    canImport: viewer.permissions.has("payments.record"),
    form: sent ? { texts: sent.typed.texts, errors: formError(sent.error) } : UNTOUCHED,
    links: pageLinks(ctx.url, next),
  };
}

export default define.page<typeof handler>(function AdminStatementsPage(props) {
  const { imports, accounts, canImport, form, links } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Statements"
      description="The bank's own files say what arrived, and book what is certain."
    >
      <Head>
        <title>Statements · Staff · CloudNest</title>
      </Head>
      <DeskTabs current={PATH} />
      <div class="flex flex-col gap-6">
        {canImport && <UploadForm accounts={accounts} form={form} />}
        <Card flush>
          <ImportsTable imports={imports} />
        </Card>
      </div>
      <Pagination {...links} label="statements" />
    </AdminLayout>
  );
});
