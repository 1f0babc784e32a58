/** All services, by state. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { StatusTabs } from "@/components/admin/filters.tsx";
import { ServicesTable } from "@/components/admin/tables.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, Pagination } from "@/components/ui/mod.ts";
import { listServicesForStaff, SERVICE_STATUSES } from "@/domain/service/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const status = choiceOf(ctx.url, "status", SERVICE_STATUSES);
    const services = await listServicesForStaff(ctx.state.deps, {
      viewer: requireStaff(ctx),
      page: pageRequestOf(ctx.url, "svc"),
      ...(status && { status }),
    });
    return page({ services: services.items, links: pageLinks(ctx.url, services.next), status });
  },
});

export default define.page<typeof handler>(function AdminServicesPage(props) {
  const { services, links, status } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Services"
      description="What customers rent. A service is made when its order is paid, and starts when its machine is entered."
    >
      <Head>
        <title>Services · Staff · CloudNest</title>
      </Head>
      <StatusTabs
        path="/admin/services"
        kind="service"
        current={status}
        label="Services by state"
      />
      <Card flush>
        <ServicesTable services={services} />
      </Card>
      <Pagination {...links} label="services" />
    </AdminLayout>
  );
});
