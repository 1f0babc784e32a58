/** The payment desk: proofs that wait to be checked, and everything that was received. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { PaymentsTable, PendingProofs } from "@/components/admin/PaymentDesk.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination, Tabs } from "@/components/ui/mod.ts";
import { listAllPayments, listPendingProofs } from "@/domain/payment/mod.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../(_lib)/lists.ts";
import { define } from "../(_lib)/state.ts";

const VIEWS = ["received"] as const;

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireStaff(ctx);
    if (choiceOf(ctx.url, "view", VIEWS) === "received") {
      const { items, next } = await listAllPayments(deps, {
        viewer,
        page: pageRequestOf(ctx.url, "pay"),
      });
      return page({ payments: items, proofs: null, links: pageLinks(ctx.url, next) });
    }
    const { items, next } = await listPendingProofs(deps, {
      viewer,
      page: pageRequestOf(ctx.url, "prf"),
    });
    return page({ payments: null, proofs: items, links: pageLinks(ctx.url, next) });
  },
});

export default define.page<typeof handler>(function AdminPaymentsPage(props) {
  const { payments, proofs, links } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Payments"
      description="A proof says that money is on its way; a payment is recorded once it is here, on the page of its order."
    >
      <Head>
        <title>Payments · Staff · CloudNest</title>
      </Head>
      <Tabs
        label="Payments"
        tabs={[
          { href: "/admin/payments", label: "Proofs to check", current: proofs !== null },
          {
            href: "/admin/payments?view=received",
            label: "Received payments",
            current: payments !== null,
          },
        ]}
      />
      <Card flush>
        {proofs && <PendingProofs proofs={proofs} />}
        {payments && <PaymentsTable payments={payments} />}
      </Card>
      <Pagination {...links} label={proofs ? "proofs" : "payments"} />
    </AdminLayout>
  );
});
