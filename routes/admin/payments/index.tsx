/** The payment desk: proofs beside what the bank says of them, and everything that was received. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { DeskTabs } from "@/components/admin/desk/DeskTabs.tsx";
import { ExportForm } from "@/components/admin/desk/ExportForm.tsx";
import { type ProofBeside, ProofDesk } from "@/components/admin/desk/ProofDesk.tsx";
import { DeskTiles } from "@/components/admin/OverviewTiles.tsx";
import { PaymentsTable } from "@/components/admin/PaymentDesk.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { getInvoice } from "@/domain/invoice/mod.ts";
import { listAllPayments, listPendingProofs, type StaffProofView } from "@/domain/payment/mod.ts";
import { dayOf } from "@/domain/shared/clock.ts";
import { listLinesBeside } from "@/domain/statement/mod.ts";
import { getDeskCounts } from "@/domain/stats/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const VIEWS = ["received"] as const;
/** Each is a card with its invoice and lines. */
const PROOFS_PER_PAGE = 10;

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireStaff(ctx);
    const canBook = viewer.permissions.has("payments.record");
    const counts = await getDeskCounts(deps, { viewer });
    if (!counts.ok) return problem(counts.error);
    const desk = {
      counts: counts.value,
      permissions: viewer.permissions,
      canBook,
      today: dayOf(deps.clock.now()),
    };
    if (choiceOf(ctx.url, "view", VIEWS) === "received") {
      const { items, next } = await listAllPayments(deps, {
        viewer,
        page: pageRequestOf(ctx.url, "pay"),
      });
      const links = pageLinks(ctx.url, next);
      return page({ payments: items, proofs: null, desk, links });
    }
    const { items, next } = await listPendingProofs(deps, {
      viewer,
      page: { ...pageRequestOf(ctx.url, "prf"), limit: PROOFS_PER_PAGE },
    });
    const proofs = await Promise.all(items.map((proof) => beside(ctx, proof)));
    return page({ payments: null, proofs, desk, links: pageLinks(ctx.url, next) });
  },
});

async function beside(ctx: Ctx, proof: StaffProofView): Promise<ProofBeside> {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const { invoiceId } = proof;
  const [invoice, lines] = await Promise.all([
    getInvoice(deps, { viewer, id: invoiceId }),
    listLinesBeside(deps, { viewer, invoiceId }),
  ]);
  return { proof, invoice: invoice.ok ? invoice.value : null, lines };
}

export default define.page<typeof handler>(function AdminPaymentsPage(props) {
  const { payments, proofs, desk, links } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Payments"
      description="A proof says that money is on its way; the bank's statement says that it is here."
    >
      <Head>
        <title>Payments · Staff · CloudNest</title>
      </Head>
      <div class="mb-5">
        <DeskTiles counts={desk.counts} permissions={desk.permissions} />
      </div>
      <DeskTabs current={proofs ? "/admin/payments" : "/admin/payments?view=received"} />
      {proofs && <ProofDesk rows={proofs} canBook={desk.canBook} />}
      {payments && (
        <div class="flex flex-col gap-6">
          <ExportForm today={desk.today} />
          <Card flush>
            <PaymentsTable payments={payments} />
          </Card>
        </div>
      )}
      <Pagination {...links} label={proofs ? "proofs" : "payments"} />
    </AdminLayout>
  );
});
