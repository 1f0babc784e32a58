/** One imported file: what its columns are, if that has to be said, and what became of its lines. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { ImportFacts, UndoImport } from "@/components/admin/desk/Imports.tsx";
import { LineCards } from "@/components/admin/desk/LineCards.tsx";
import { MAPPING_FIELDS, MappingForm, mappingOf } from "@/components/admin/desk/MappingForm.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import {
  confirmMapping,
  type CsvMapping,
  csvMappingSchema,
  discardImport,
  getImport,
  listLines,
  mayUndoImport,
  previewMapping,
  undoImport,
} from "@/domain/statement/mod.ts";
import { BROKEN_FORM, formError } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../../../(_lib)/lists.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";

const PATH = "/admin/payments/statements";
const LINES_PER_PAGE = 15;

const form = z.strictObject({
  action: z.enum(["preview", "confirm", "discard", "undo"], BROKEN_FORM),
  ...Object.fromEntries(MAPPING_FIELDS.map((name) => [name, z.string().optional()])),
});

/** What was chosen, and what was wrong with it. */
interface Chosen {
  mapping?: CsvMapping;
  error?: Failure;
}

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, {})),
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const actor = requireStaff(ctx);
    const importId = ctx.params.id!;
    const read = await readForm(ctx, form);
    if (!read.ok) return page(await load(ctx, { error: read.error }), formStatus(read.error));
    const { action } = read.typed.texts;
    if (action === "discard") {
      const discarded = await discardImport(deps, { actor, importId, requestId });
      if (!discarded.ok) return problem(discarded.error);
      return await seeOther(ctx, PATH, { tone: "ok", text: "The file is thrown away." });
    }
    if (action === "undo") {
      const undone = await undoImport(deps, { actor, importId, requestId });
      if (undone.ok) {
        const text = "The import is undone: its lines are taken back.";
        return await seeOther(ctx, `${PATH}/${importId}`, { tone: "ok", text });
      }
      if (undone.error.code === "not_found") return problem(undone.error);
      return page(await load(ctx, { error: undone.error }), formStatus(undone.error));
    }
    const mapping = csvMappingSchema.safeParse(mappingOf(read.typed.texts)).data;
    if (action === "preview") return page(await load(ctx, { mapping }));
    const confirmed = mapping
      ? await confirmMapping(deps, { actor, importId, mapping, requestId })
      : { ok: false as const, error: { code: "validation" as const, fields: { "": BROKEN_FORM } } };
    if (!confirmed.ok) {
      if (confirmed.error.code === "not_found") return problem(confirmed.error);
      const { error } = confirmed;
      return page(await load(ctx, { mapping, error }), formStatus(error));
    }
    const text = "The columns are remembered, and the lines are on their way.";
    return await seeOther(ctx, `${PATH}/${importId}`, { tone: "ok", text });
  },
});

async function load(ctx: Ctx, { mapping, error }: Chosen) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const importId = ctx.params.id!;
  const record = await getImport(deps, { viewer, id: importId });
  if (!record.ok) return problem(record.error);
  const [mayUndo, preview, lines] = await Promise.all([
    mayUndoImport(deps, { viewer, importId }),
    previewMapping(deps, { viewer, importId, mapping }),
    listLines(deps, {
      viewer,
      filter: { importId },
      page: { ...pageRequestOf(ctx.url, "stl"), limit: LINES_PER_PAGE },
    }),
  ]);
  return {
    record: record.value,
    mayUndo,
    preview: preview.ok ? preview.value : null,
    lines: lines.items,
    links: pageLinks(ctx.url, lines.next),
    canBook: viewer.permissions.has("payments.record"),
    problem: error && Object.values(formError(error))[0],
  };
}

export default define.page<typeof handler>(function AdminStatementPage(props) {
  const { record, mayUndo, preview, lines, links, canBook, problem } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title={record.fileName}
      breadcrumbs={[
        { label: "Payments", href: "/admin/payments" },
        { label: "Statements", href: PATH },
        { label: record.fileName },
      ]}
    >
      <Head>
        <title>{`${record.fileName} · Staff · CloudNest`}</title>
      </Head>
      <div class="flex flex-col gap-6">
        {preview && <MappingForm preview={preview} error={problem} />}
        {record.status !== "mapping" && (
          <>
            <ImportFacts record={record} />
            <Card title="Lines that came with this file" flush>
              <LineCards
                lines={lines}
                canBook={canBook}
                empty={{
                  title: "No new lines",
                  description: "All of its lines were known before, or are still on their way.",
                }}
              />
            </Card>
            <Pagination {...links} label="lines" />
            {(mayUndo || problem) && <UndoImport record={record} error={problem} />}
          </>
        )}
      </div>
    </AdminLayout>
  );
});
