/** Staff, their open invitations, and their roles, as lists. */
import { MailIcon, UsersIcon } from "../icons.tsx";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { type Column, DataTable } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { InvitationView } from "@/domain/invitation/view.ts";
import type { RoleView } from "@/domain/role/view.ts";
import type { StaffMemberView } from "@/domain/staff/view.ts";
import { Lines } from "./tables.tsx";

const STAFF_COLUMNS: Column<StaffMemberView>[] = [
  {
    key: "name",
    label: "Name",
    primary: true,
    render: (member) => (
      <Lines
        first={<TextLink href={`/admin/staff/${member.id}`}>{member.name}</TextLink>}
        second={member.email}
      />
    ),
  },
  {
    key: "role",
    label: "Role",
    render: (member) => <Badge tone="brand">{member.roleName}</Badge>,
  },
  {
    key: "factor",
    label: "Second factor",
    render: (member) =>
      member.secondFactor === "none" ? <Badge tone="warn">Off</Badge> : <Badge tone="ok">On</Badge>,
  },
  {
    key: "status",
    label: "State",
    render: (member) => <StatusBadge kind="account" status={member.status} />,
  },
  { key: "since", label: "Since", render: (member) => <DateTime value={member.createdAt} /> },
];

/** Everybody with a staff role. */
export function StaffTable({ staff }: { staff: StaffMemberView[] }) {
  return (
    <DataTable
      caption="Staff"
      columns={STAFF_COLUMNS}
      rows={staff}
      rowKey={(member) => member.id}
      empty={
        <EmptyState icon={UsersIcon} title="Nobody yet" description="Invite somebody below." />
      }
    />
  );
}

/** Props of `InvitationTable`. */
export interface InvitationTableProps {
  invitations: InvitationView[];
  /** Words for what was offered: a role, or areas. */
  offerOf: (invitation: InvitationView) => string;
  /** Shows the buttons that take an invitation back. */
  canRevoke: boolean;
}

/** Invitations that wait to be accepted. */
export function InvitationTable({ invitations, offerOf, canRevoke }: InvitationTableProps) {
  const columns: Column<InvitationView>[] = [
    { key: "email", label: "E-mail", primary: true, render: (invitation) => invitation.email },
    { key: "offer", label: "Offered", render: offerOf },
    {
      key: "until",
      label: "Good until",
      render: (invitation) => <DateTime value={invitation.expiresAt} />,
    },
  ];
  if (canRevoke) {
    columns.push({
      key: "revoke",
      label: "Take back",
      labelHidden: true,
      render: (invitation) => (
        <form method="post">
          <input type="hidden" name="invitation" value={invitation.id} />
          <Button
            name="action"
            value="revoke"
            variant="ghost"
            size="sm"
            aria-label={`Take back the invitation of ${invitation.email}`}
          >
            Take back
          </Button>
        </form>
      ),
    });
  }
  return (
    <DataTable
      caption="Open invitations"
      columns={columns}
      rows={invitations}
      rowKey={(invitation) => invitation.id}
      empty={
        <EmptyState
          icon={MailIcon}
          title="No open invitations"
          description="An invitation is good for three days, and works once."
        />
      }
    />
  );
}

const ROLE_COLUMNS: Column<RoleView>[] = [
  {
    key: "name",
    label: "Role",
    primary: true,
    render: (role) => <TextLink href={`/admin/staff/roles/${role.id}`}>{role.name}</TextLink>,
  },
  {
    key: "kind",
    label: "Kind",
    render: (role) => role.isBuiltIn ? <Badge>Built in</Badge> : <Badge tone="brand">Yours</Badge>,
  },
  {
    key: "permissions",
    label: "Permissions",
    numeric: true,
    render: (role) => role.permissions.length,
  },
];

/** All roles. */
export function RoleTable({ roles }: { roles: RoleView[] }) {
  return (
    <DataTable
      caption="Roles"
      columns={ROLE_COLUMNS}
      rows={roles}
      rowKey={(role) => role.id}
    />
  );
}
