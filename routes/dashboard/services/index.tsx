/** The customer's services. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { CYCLE_LABELS } from "@/domain/catalog/mod.ts";
import { listServices, SERVICE_STATUSES, type ServiceSummaryView } from "@/domain/service/mod.ts";
import { RocketIcon, ServerIcon } from "@/components/icons.tsx";
import { StatusTabs } from "@/components/admin/filters.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import {
  Button,
  Card,
  type Column,
  DataTable,
  DateTime,
  EmptyState,
  Money,
  Pagination,
  StatusBadge,
  TextLink,
} from "@/components/ui/mod.ts";
import { mayUse } from "@/domain/shared/actor.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../../(_lib)/lists.ts";
import { define } from "../../(_lib)/state.ts";

const PATH = "/dashboard/services";

export const handler = define.handlers({
  async GET(ctx) {
    const status = choiceOf(ctx.url, "status", SERVICE_STATUSES);
    const services = await listServices(ctx.state.deps, {
      viewer: requireCustomer(ctx),
      page: pageRequestOf(ctx.url, "svc"),
      ...(status && { status }),
    });
    const mayOrder = mayUse(requireCustomer(ctx), "orders");
    const links = pageLinks(ctx.url, services.next);
    return page({ services: services.items, links, status, mayOrder });
  },
});

const COLUMNS: Column<ServiceSummaryView>[] = [
  {
    key: "hostname",
    label: "Service",
    primary: true,
    render: (service) => (
      <div>
        <TextLink href={`${PATH}/${service.id}`}>{service.hostname}</TextLink>
        <p class="mt-0.5 text-sm font-normal text-muted">{service.planName}</p>
      </div>
    ),
  },
  { key: "place", label: "Location", render: (service) => service.datacenterName },
  {
    key: "status",
    label: "State",
    render: (service) => <StatusBadge kind="service" status={service.status} />,
  },
  {
    key: "due",
    label: "Next due",
    render: (service) => service.nextDueOn ? <DateTime value={service.nextDueOn} /> : "–",
  },
  {
    key: "renewal",
    label: "Renewal",
    numeric: true,
    render: (service) => (
      <span>
        {service.renewal && <Money amount={service.renewal} />}{" "}
        <span class="text-muted">{CYCLE_LABELS[service.cycle].toLowerCase()}</span>
      </span>
    ),
  },
];

export default define.page<typeof handler>(function ServicesPage(props) {
  const { services, links, status, mayOrder } = props.data;
  const order = mayOrder && (
    <Button href="/dashboard/order" icon={RocketIcon}>Order a server</Button>
  );
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Services"
      description="Everything that you rent from us."
      actions={order}
    >
      <Head>
        <title>Services · CloudNest</title>
      </Head>
      <StatusTabs path={PATH} kind="service" current={status} label="Services by state" />
      <Card flush>
        <DataTable
          caption="Services"
          columns={COLUMNS}
          rows={services}
          rowKey={(service) => service.id}
          empty={
            <EmptyState
              icon={ServerIcon}
              title={status ? "No services in this state" : "No services yet"}
              description={status
                ? "Look at all of them instead."
                : "A service appears here as soon as its order is paid."}
              action={status
                ? <Button href={PATH} variant="secondary">All services</Button>
                : order}
            />
          }
        />
      </Card>
      <Pagination {...links} label="services" />
    </DashboardLayout>
  );
});
