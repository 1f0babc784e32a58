/** What staff see of an account: who it is, and what it has ordered, rents and owes. */
import {
  Badge,
  Button,
  Card,
  DateTime,
  DescriptionList,
  Money,
  StatusBadge,
  TextLink,
} from "../ui/mod.ts";
import type { AccountView } from "@/domain/customer/mod.ts";
import type { Money as Amount } from "@/domain/shared/money.ts";
import { InvoicesTable, OrdersTable, ServicesTable } from "./tables.tsx";

/** Who it is. */
export function AccountCard({ account, balances, roleName, mayEditTax }: {
  account: AccountView;
  balances: readonly Amount[];
  /** `null` for customers. */
  roleName: string | null;
  mayEditTax: boolean;
}) {
  return (
    <Card
      title="Account"
      actions={mayEditTax && account.staffRole === null && (
        <Button href={`/admin/users/${account.id}/tax`} variant="secondary" size="sm">
          Tax
        </Button>
      )}
    >
      <DescriptionList
        columns={2}
        items={[
          { label: "E-mail", value: account.email },
          { label: "State", value: <StatusBadge kind="account" status={account.status} /> },
          {
            label: "Role",
            value: roleName ? <Badge tone="brand">{roleName}</Badge> : "Customer",
          },
          { label: "Wallet", value: <Balances accountId={account.id} balances={balances} /> },
          { label: "Since", value: <DateTime value={account.createdAt} /> },
          { label: "Id", value: <code>{account.id}</code> },
        ]}
      />
    </Card>
  );
}

/** The newest of what a customer rents, has ordered and was billed. */
export function CustomerLists({ customerId, services, orders, invoices, mayEditInvoices }: {
  customerId: string;
  services: Parameters<typeof ServicesTable>[0]["services"];
  orders: Parameters<typeof OrdersTable>[0]["orders"];
  invoices: Parameters<typeof InvoicesTable>[0]["invoices"];
  mayEditInvoices: boolean;
}) {
  return (
    <>
      <Card title="Services" flush>
        <ServicesTable services={services} />
      </Card>
      <Card title="Orders" flush>
        <OrdersTable orders={orders} />
      </Card>
      <Card
        title="Invoices"
        flush
        actions={mayEditInvoices && (
          <>
            <Button href={`/admin/users/${customerId}/merge`} variant="secondary" size="sm">
              Merge open ones
            </Button>
            <form method="post" action="/admin/invoices/drafts">
              <input type="hidden" name="customer" value={customerId} />
              <Button variant="secondary" size="sm">Write an invoice</Button>
            </form>
          </>
        )}
      >
        <InvoicesTable invoices={invoices} />
      </Card>
    </>
  );
}

function Balances(
  { accountId, balances }: { accountId: string; balances: readonly Amount[] },
) {
  return (
    <ul class="flex flex-wrap gap-x-4">
      {balances.map((balance) => (
        <li key={balance.currency}>
          <Money amount={balance} />
        </li>
      ))}
      <li>
        <TextLink href={`/admin/users/${accountId}/wallet`}>
          {balances.length === 0 ? "Empty" : "Open the wallet"}
        </TextLink>
      </li>
    </ul>
  );
}
