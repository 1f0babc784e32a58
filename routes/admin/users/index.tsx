/** All accounts, newest first, or found by the beginning of their address. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { SearchForm } from "@/components/admin/filters.tsx";
import { UsersIcon } from "@/components/icons.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import {
  Badge,
  Card,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  Pagination,
  StatusBadge,
  TextLink,
} from "@/components/ui/mod.ts";
import { type AccountView, listAccounts } from "@/domain/customer/mod.ts";
import { getRoleNames } from "@/domain/role/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { pageLinks, pageRequestOf, searchOf } from "../../(_lib)/lists.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const search = searchOf(ctx.url);
    const accounts = await listAccounts(ctx.state.deps, {
      viewer: requireStaff(ctx),
      search,
      page: pageRequestOf(ctx.url, "cus"),
    });
    if (!accounts.ok) return problem(accounts.error);
    const { items, next } = accounts.value;
    const names = await getRoleNames(ctx.state.deps, items.map(({ staffRole }) => staffRole));
    const rows = items.map((account) => ({
      ...account,
      roleName: account.staffRole && names[account.staffRole]!,
    }));
    return page({ accounts: rows, links: pageLinks(ctx.url, next), search });
  },
});

const COLUMNS: Column<AccountView & { roleName: string | null }>[] = [
  {
    key: "name",
    label: "Name",
    primary: true,
    render: (account) => <TextLink href={`/admin/users/${account.id}`}>{account.name}</TextLink>,
  },
  { key: "email", label: "E-mail", render: (account) => account.email },
  {
    key: "role",
    label: "Role",
    render: (account) =>
      account.roleName ? <Badge tone="brand">{account.roleName}</Badge> : "Customer",
  },
  {
    key: "status",
    label: "State",
    render: (account) => <StatusBadge kind="account" status={account.status} />,
  },
  { key: "since", label: "Since", render: (account) => <DateTime value={account.createdAt} /> },
];

export default define.page<typeof handler>(function AdminUsersPage(props) {
  const { accounts, links, search } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Users"
      description="Customers and staff. Search finds the beginning of an e-mail address."
    >
      <Head>
        <title>Users · Staff · CloudNest</title>
      </Head>
      <SearchForm
        path="/admin/users"
        label="Search users"
        placeholder="ada@example.com"
        value={search}
      />
      <Card flush>
        <DataTable
          caption="Users"
          columns={COLUMNS}
          rows={accounts}
          rowKey={(account) => account.id}
          empty={
            <EmptyState
              icon={UsersIcon}
              title="Nobody here"
              description={search === ""
                ? "Accounts appear as people register."
                : `No address begins with “${search}”.`}
            />
          }
        />
      </Card>
      <Pagination {...links} label="users" />
    </AdminLayout>
  );
});
