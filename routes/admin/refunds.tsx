/** Refunds that were taken from their wallets and wait to be sent by hand. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { RefundsToSend } from "@/components/admin/Bookings.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { listRefunds, noteRefundSent } from "@/domain/wallet/mod.ts";
import { formError } from "../(_lib)/actions.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../(_lib)/lists.ts";
import { formStatus, problem } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../(_lib)/step_up.ts";

const form = z.strictObject({ id: z.string(), reference: z.string().default("") });

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const detour = requireStepUp(ctx);
    if (detour) return detour;
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    const { id = "", reference = "" } = read.typed.texts;
    const noted = read.ok
      ? await noteRefundSent(deps, { actor: requireStaff(ctx), ...read.value, requestId })
      : read;
    if (noted.ok) {
      const text = "Noted. The refund is done.";
      return await seeOther(ctx, "/admin/refunds", { tone: "ok", text });
    }
    if (noted.error.code === "not_found") return problem(noted.error);
    const error = Object.values(formError(noted.error))[0]!;
    return page(await load(ctx, { id, reference, error }), formStatus(noted.error));
  },
});

async function load(ctx: Ctx, sent: { id: string; reference: string; error: string } | null) {
  const refunds = await listRefunds(ctx.state.deps, {
    viewer: requireStaff(ctx),
    page: pageRequestOf(ctx.url, "rfd"),
  });
  const links = pageLinks(ctx.url, refunds.next);
  return { refunds: refunds.items, links, isConfirmed: isConfirmed(ctx), sent };
}

export default define.page<typeof handler>(function AdminRefundsPage(props) {
  const { refunds, links, isConfirmed, sent } = props.data;
  const isShown = refunds.some(({ id }) => id === sent?.id);
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Refunds"
      description="Taken out of wallets, to be sent at the bank or from your own keys."
    >
      <Head>
        <title>Refunds · Staff · CloudNest</title>
      </Head>
      {sent && !isShown && <p role="alert" class="mb-5 text-sm text-bad">{sent.error}</p>}
      <Card title="To send" flush>
        <RefundsToSend {...{ refunds, isConfirmed, sent }} />
      </Card>
      <Pagination {...links} label="refunds" />
    </AdminLayout>
  );
});
