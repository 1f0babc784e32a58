/** One line of a statement: booked, split, ignored. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { LinePage } from "@/components/admin/desk/LinePage.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { formatMoney } from "@/components/ui/mod.ts";
import { type Failure, ok, type Result } from "@/domain/shared/result.ts";
import {
  bookLine,
  getLine,
  ignoreLine,
  type LineView,
  reopenLine,
} from "@/domain/statement/mod.ts";
import { BROKEN_FORM, formError, proposedText, type SentForm } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../../(_lib)/step_up.ts";

const MAX_ROWS = 20;
const rows = [...Array(MAX_ROWS).keys()];
const text = z.string().optional();

const form = z.strictObject({
  action: z.enum(["book", "ignore", "reopen"], BROKEN_FORM),
  reason: text,
  ...Object.fromEntries(rows.flatMap((at) => [[`target.${at}`, text], [`amount.${at}`, text]])),
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
    const detour = action === "book" ? requireStepUp(ctx) : null;
    if (detour) return detour;
    const done = await act(ctx, typed.texts);
    if (done.ok) return await seeOther(ctx, "/admin/payments/lines", done.value);
    if (done.error.code === "not_found") return problem(done.error);
    const sent = { action, typed, error: done.error };
    return page(await load(ctx, sent), formStatus(done.error));
  },
});

type Flash = { tone: "ok" | "warn"; text: string };

async function act(
  ctx: Ctx,
  texts: Readonly<Record<string, string>>,
): Promise<Result<Flash, Failure>> {
  const { deps, requestId } = ctx.state;
  const actor = requireStaff(ctx);
  const line = await getLine(deps, { viewer: actor, id: ctx.params.id! });
  if (!line.ok) return line;
  const { id: lineId, amount } = line.value;
  const said = (words: string, tone: Flash["tone"] = "ok") => ok<Flash>({ tone, text: words });
  const money = formatMoney(amount);
  switch (texts.action) {
    case "book": {
      const parts = rows.map((at) => ({
        target: texts[`target.${at}`] ?? "",
        amount: texts[`amount.${at}`] ?? "",
      }));
      const booked = await bookLine(deps, { actor, lineId, parts, requestId });
      if (!booked.ok) return booked;
      return booked.value.isProposed
        ? said(proposedText(money), "warn")
        : said(`${money} are booked.`);
    }
    case "ignore": {
      const { reason = "" } = texts;
      const ignored = await ignoreLine(deps, { actor, lineId, reason, requestId });
      return ignored.ok ? said("The line is ignored.") : ignored;
    }
    default: {
      const reopened = await reopenLine(deps, { actor, lineId, requestId });
      return reopened.ok ? said("The line is open again.") : reopened;
    }
  }
}

async function load(ctx: Ctx, sent: SentForm | null) {
  const viewer = requireStaff(ctx);
  const line = await getLine(ctx.state.deps, { viewer, id: ctx.params.id! });
  if (!line.ok) return problem(line.error);
  return {
    line: line.value,
    canBook: viewer.permissions.has("payments.record"),
    isConfirmed: isConfirmed(ctx),
    sent: sent && {
      action: sent.action,
      form: { texts: sent.typed.texts, errors: formError(sent.error) },
    },
  };
}

export default define.page<typeof handler>(function AdminLinePage(props) {
  const title = titleOf(props.data.line);
  return (
    <AdminLayout
      {...frameOf(props)}
      title={title}
      breadcrumbs={[
        { label: "Payments", href: "/admin/payments" },
        { label: "Statement lines", href: "/admin/payments/lines" },
        { label: title },
      ]}
    >
      <Head>
        <title>{`${title} · Staff · CloudNest`}</title>
      </Head>
      <LinePage {...props.data} />
    </AdminLayout>
  );
});

function titleOf({ amount, counterpartyName }: LineView): string {
  const who = counterpartyName || "somebody";
  return `${formatMoney(amount)} ${amount.minor < 0 ? "to" : "from"} ${who}`;
}
