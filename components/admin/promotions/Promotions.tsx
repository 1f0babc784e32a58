/** The list of promotions, one of them in facts, and the orders that use it. */
import { TagIcon } from "../../icons.tsx";
import {
  Card,
  type Column,
  DataTable,
  DateTime,
  DescriptionList,
  EmptyState,
  Money,
  StatusBadge,
  TextLink,
} from "../../ui/mod.ts";
import type { PromotionUseView, PromotionView } from "@/domain/promotion/view.ts";
import { benefitLine, daysLine, forLine, usesLine } from "./promotion_texts.ts";

const COLUMNS: Column<PromotionView>[] = [
  {
    key: "code",
    label: "Code",
    primary: true,
    render: (each) => (
      <>
        <TextLink href={`/admin/promotions/${each.id}`}>{each.code}</TextLink>
        <span class="block text-sm font-normal text-muted">{each.name}</span>
      </>
    ),
  },
  { key: "gives", label: "Gives", render: benefitLine },
  { key: "days", label: "When", render: daysLine },
  {
    key: "state",
    label: "State",
    render: (each) => <StatusBadge kind="promotion" status={each.state} />,
  },
  { key: "uses", label: "Uses", numeric: true, render: usesLine },
];

/** All promotions of a page. */
export function PromotionsTable({ promotions }: { promotions: PromotionView[] }) {
  return (
    <DataTable
      caption="Promotions"
      columns={COLUMNS}
      rows={promotions}
      rowKey={(each) => each.id}
      empty={
        <EmptyState
          icon={TagIcon}
          title="No promotions here"
          description="A promotion is a code that takes something off an order."
        />
      }
    />
  );
}

/** What a promotion is now. */
export function PromotionFacts(
  { promotion, planNames }: {
    promotion: PromotionView;
    planNames: Readonly<Record<string, string>>;
  },
) {
  return (
    <Card title="Promotion">
      <DescriptionList
        columns={2}
        items={[
          { label: "State", value: <StatusBadge kind="promotion" status={promotion.state} /> },
          { label: "Gives", value: benefitLine(promotion) },
          { label: "For", value: forLine(promotion, planNames) },
          {
            label: "Customers",
            value: promotion.forNewCustomers ? "With their first order" : "All",
          },
          { label: "When", value: daysLine(promotion) },
          { label: "Uses", value: usesLine(promotion) },
          { label: "Uses per customer", value: promotion.maxUsesPerCustomer ?? "No limit" },
          { label: "Made", value: <DateTime value={promotion.createdAt} /> },
        ]}
      />
    </Card>
  );
}

const USE_COLUMNS: Column<PromotionUseView>[] = [
  {
    key: "order",
    label: "Order",
    primary: true,
    render: (use) => <TextLink href={`/admin/orders/${use.orderId}`}>Order</TextLink>,
  },
  {
    key: "customer",
    label: "Customer",
    render: (use) => <TextLink href={`/admin/users/${use.customerId}`}>Account</TextLink>,
  },
  { key: "used", label: "Used", render: (use) => <DateTime value={use.usedAt} /> },
  {
    key: "back",
    label: "Given back",
    render: (use) => use.givenBackAt ? <DateTime value={use.givenBackAt} /> : "–",
  },
  {
    key: "discount",
    label: "Off the first term",
    numeric: true,
    render: (use) => <Money amount={use.discount} />,
  },
];

/** The orders that used a promotion. */
export function UsesTable({ uses }: { uses: PromotionUseView[] }) {
  return (
    <Card title="Orders with this code" flush>
      <DataTable
        caption="Orders with this code"
        columns={USE_COLUMNS}
        rows={uses}
        rowKey={(use) => use.orderId}
        empty={<EmptyState icon={TagIcon} title="Nobody has used it yet" />}
      />
    </Card>
  );
}
