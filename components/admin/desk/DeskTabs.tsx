/** The views of the payment desk. */
import { Tabs } from "../../ui/Tabs.tsx";

const VIEWS = [
  { href: "/admin/payments", label: "Proofs to check" },
  { href: "/admin/payments/lines", label: "Statement lines" },
  { href: "/admin/payments/statements", label: "Statements" },
  { href: "/admin/payments/chain", label: "On chains" },
  { href: "/admin/payments/rates", label: "Rates" },
  { href: "/admin/payments?view=received", label: "Received payments" },
] as const;

/** The tabs, the one at `current` marked. */
export function DeskTabs({ current }: { current: typeof VIEWS[number]["href"] }) {
  return (
    <Tabs
      label="Payments"
      tabs={VIEWS.map((view) => ({ ...view, current: view.href === current }))}
    />
  );
}
