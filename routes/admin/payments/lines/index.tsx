/** Lines of bank statements, by what is to be done with them. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { DeskTabs } from "@/components/admin/desk/DeskTabs.tsx";
import { LineCards } from "@/components/admin/desk/LineCards.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination, statusLabel, Tabs } from "@/components/ui/mod.ts";
import { LINE_STATUSES, listLines } from "@/domain/statement/mod.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../../(_lib)/lists.ts";
import { define } from "../../../(_lib)/state.ts";

const PATH = "/admin/payments/lines";
/** Each is a card with what it may be. */
const LINES_PER_PAGE = 15;

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const viewer = requireStaff(ctx);
    const status = choiceOf(ctx.url, "status", LINE_STATUSES) ?? "open";
    const { items, next } = await listLines(deps, {
      viewer,
      filter: { status },
      page: { ...pageRequestOf(ctx.url, "stl"), limit: LINES_PER_PAGE },
    });
    const canBook = viewer.permissions.has("payments.record");
    return page({ lines: items, status, canBook, links: pageLinks(ctx.url, next) });
  },
});

export default define.page<typeof handler>(function AdminLinesPage(props) {
  const { lines, status, canBook, links } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Statement lines"
      description="What the bank says arrived. What is certain is booked by itself; the rest waits here."
    >
      <Head>
        <title>Statement lines · Staff · CloudNest</title>
      </Head>
      <DeskTabs current={PATH} />
      <Tabs
        label="Lines by state"
        tabs={LINE_STATUSES.map((each) => ({
          href: each === "open" ? PATH : `${PATH}?status=${each}`,
          label: statusLabel("statement_line", each),
          current: each === status,
        }))}
      />
      <Card flush>
        <LineCards
          lines={lines}
          canBook={canBook}
          empty={{
            title: "No lines in this state",
            description: "Import the statement of your account to see what arrived.",
          }}
        />
      </Card>
      <Pagination {...links} label="lines" />
    </AdminLayout>
  );
});
