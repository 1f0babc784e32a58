/** Accounts that were erased, or are about to be. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Erasures } from "@/components/admin/Erasures.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Pagination } from "@/components/ui/mod.ts";
import { listErasures } from "@/domain/privacy/mod.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { pageLinks, pageRequestOf } from "../(_lib)/lists.ts";
import { problem } from "../(_lib)/problems.ts";
import { define } from "../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireStaff(ctx);
    const list = await listErasures(ctx.state.deps, {
      viewer,
      page: pageRequestOf(ctx.url, "era"),
    });
    if (!list.ok) return problem(list.error);
    return page({ erasures: list.value.items, links: pageLinks(ctx.url, list.value.next) });
  },
});

export default define.page<typeof handler>(function AdminErasuresPage(props) {
  const { erasures, links } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Erased accounts"
      description="Each erasure ends with a search of the whole database for what the person was known by. Only invoices and receipts may still hold it."
    >
      <Head>
        <title>Erased accounts · Staff · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        <Erasures erasures={erasures} />
        <Pagination {...links} label="Erasures" />
      </div>
    </AdminLayout>
  );
});
