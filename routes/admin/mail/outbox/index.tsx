/** Every mail that was written, with what became of it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { StatusTabs } from "@/components/admin/filters.tsx";
import { Lines } from "@/components/admin/tables.tsx";
import { MailIcon } from "@/components/icons.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import {
  Alert,
  Card,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  Pagination,
  StatusBadge,
  TextLink,
} from "@/components/ui/mod.ts";
import { listMails, MAIL_STATES, type MailRowView } from "@/domain/mail/mod.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../../(_lib)/lists.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const state = choiceOf(ctx.url, "state", MAIL_STATES);
    const mails = await listMails(deps, {
      viewer: requireStaff(ctx),
      page: pageRequestOf(ctx.url, "mal"),
      ...(state && { state }),
    });
    if (!mails.ok) return problem(mails.error);
    const { items, next } = mails.value;
    const sends = deps.config.sendgrid !== null;
    return page({ mails: items, links: pageLinks(ctx.url, next), state, sends });
  },
});

const COLUMNS: Column<MailRowView>[] = [
  {
    key: "subject",
    label: "Subject",
    primary: true,
    render: (mail) => <TextLink href={`/admin/mail/outbox/${mail.id}`}>{mail.subject}</TextLink>,
  },
  {
    key: "to",
    label: "To",
    render: (mail) => <Lines first={mail.to.name} second={mail.to.email} />,
  },
  {
    key: "state",
    label: "State",
    render: (mail) => <StatusBadge kind="mail" status={mail.state} />,
  },
  { key: "at", label: "Written", render: (mail) => <DateTime value={mail.createdAt} /> },
];

export default define.page<typeof handler>(function AdminOutboxPage(props) {
  const { mails, links, state, sends } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Mail outbox"
      description="Every mail is written in the commit that it tells of, and sent by a job."
    >
      <Head>
        <title>Mail outbox · Staff · CloudNest</title>
      </Head>
      {!sends && (
        <div class="mb-5">
          <Alert tone="warn" title="No mail leaves this installation">
            There is no SENDGRID_API_KEY, so mails are kept here for you to read. Set it together
            with MAIL_FROM and start again; what was kept can then be sent from its page.
          </Alert>
        </div>
      )}
      <StatusTabs
        path="/admin/mail/outbox"
        kind="mail"
        param="state"
        current={state}
        label="Mails by state"
      />
      <Card flush>
        <DataTable
          caption="Mails"
          columns={COLUMNS}
          rows={mails}
          rowKey={(mail) => mail.id}
          empty={
            <EmptyState
              icon={MailIcon}
              title="No mails here"
              description="The first one is written when somebody registers or orders."
            />
          }
        />
      </Card>
      <Pagination {...links} label="mails" />
    </AdminLayout>
  );
});
