/** Style guide: what shows data and messages. */
import { BarChart, Sparkline } from "../charts/mod.ts";
import { PlusIcon, ReceiptTextIcon, ServerIcon } from "../icons.tsx";
import {
  Alert,
  Avatar,
  Badge,
  Button,
  Card,
  DataTable,
  DateTime,
  DescriptionList,
  Dialog,
  Disclosure,
  EmptyState,
  Kbd,
  Money,
  Pagination,
  Prose,
  SkeletonList,
  Spinner,
  StatTile,
  STATUS_LOOKS,
  StatusBadge,
  type StatusKind,
  Stepper,
  Tabs,
  UsageBar,
} from "../ui/mod.ts";
import { Columns, Group, Row } from "./Sample.tsx";

interface Sample {
  number: string;
  host: string;
  status: "pending_payment" | "active";
  total: number;
}

const ROWS: Sample[] = [
  { number: "O-7K2M9QXA", host: "web-01.example.com", status: "pending_payment", total: 12900 },
  { number: "O-3HD81PLC", host: "db.internal.example.org", status: "active", total: 249900 },
];

/** States, tables, tiles, messages, dialogs. */
export function Displays() {
  return (
    <>
      <Group title="States">
        {Object.entries(STATUS_LOOKS).map(([kind, looks]) => (
          <Row key={kind}>
            <span class="w-20 text-sm text-muted">{kind}</span>
            {Object.keys(looks).map((status) => (
              <StatusBadge key={status} kind={kind as StatusKind} status={status as never} />
            ))}
          </Row>
        ))}
        <Row>
          {(["neutral", "brand", "ok", "warn", "bad"] as const).map((tone) => (
            <Badge key={tone} tone={tone}>{tone}</Badge>
          ))}
        </Row>
      </Group>
      <Tables />
      <Group title="Numbers">
        <div class="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
          <StatTile label="Active services" value="12" icon={ServerIcon} href="#numbers" />
          <StatTile label="Open invoices" value="2" icon={ReceiptTextIcon} tone="attention" />
          <StatTile
            label="Due this month"
            value={<Money amount={{ minor: 41870, currency: "EUR" }} />}
            hint="Three invoices"
          />
          <StatTile label="Orders today" value="0" hint="None so far" />
        </div>
        <Columns>
          <Card title="Orders a day">
            <BarChart
              title="Orders a day"
              bars={[3, 5, 2, 8, 6, 0, 4, 7, 9, 5].map((value, day) => ({
                label: `Day ${day + 1}`,
                value,
              }))}
            />
          </Card>
          <Card title="Bars and lines">
            <div class="flex flex-col gap-6">
              <UsageBar label="Stock in Frankfurt" value={3} max={20} text="3 of 20 used" />
              <UsageBar label="Disk" value={84} max={100} />
              <UsageBar label="Traffic" value={98} max={100} />
              <Sparkline values={[3, 5, 2, 8, 6, 9, 7, 12]} label="Orders, rising" />
            </div>
          </Card>
        </Columns>
      </Group>
      <Messages />
      <Group title="Ways around">
        <Stepper
          label="Progress"
          steps={["Plan", "Configuration", "Review and payment"]}
          current={2}
        />
        <Tabs
          label="Orders by state"
          tabs={[{ href: "#all", label: "All", current: true }, {
            href: "#due",
            label: "Awaiting payment",
            count: 3,
          }, { href: "#active", label: "Active" }]}
        />
        <Pagination newerHref="#newer" olderHref="#older" label="orders" />
        <Row>
          <Avatar name="Ada Lovelace" />
          <Spinner class="size-5" />
          <span class="text-sm text-muted">
            Close with <Kbd>Esc</Kbd>
          </span>
        </Row>
      </Group>
    </>
  );
}

function Tables() {
  return (
    <Group title="Tables and lists">
      <Card
        title="Orders"
        description="Becomes cards on a phone."
        actions={<Button size="sm" icon={PlusIcon} type="button">New</Button>}
        flush
      >
        <DataTable
          caption="Sample orders"
          rows={ROWS}
          rowKey={(row) => row.number}
          columns={[
            { key: "number", label: "Order", primary: true, render: (row) => row.number },
            { key: "host", label: "Hostname", render: (row) => row.host },
            {
              key: "status",
              label: "State",
              render: (row) => <StatusBadge kind="order" status={row.status} />,
            },
            {
              key: "at",
              label: "Placed",
              render: () => <DateTime value="2026-11-22T09:12:00Z" />,
            },
            {
              key: "total",
              label: "Total",
              numeric: true,
              render: (row) => <Money amount={{ minor: row.total, currency: "EUR" }} />,
            },
          ]}
        />
      </Card>
      <Columns>
        <Card title="Nothing yet" flush>
          <EmptyState
            title="No services yet"
            description="A service appears here when its order is placed."
            icon={ServerIcon}
            action={<Button type="button">Order a server</Button>}
          />
        </Card>
        <Card title="Loading" flush>
          <SkeletonList rows={4} label="Loading the services" />
        </Card>
        <Card title="One record" footer={<Button type="button" variant="secondary">Edit</Button>}>
          <DescriptionList
            items={[
              { label: "Plan", value: "VPS Grow" },
              { label: "Next due", value: <DateTime value="2026-12-22" /> },
              { label: "Renewal", value: <Money amount={{ minor: 1400, currency: "EUR" }} /> },
            ]}
          />
        </Card>
        <Card title="In two columns">
          <DescriptionList
            columns={2}
            items={[
              { label: "Yen", value: <Money amount={{ minor: 1400, currency: "JPY" }} /> },
              { label: "Dinar", value: <Money amount={{ minor: 1400, currency: "KWD" }} /> },
            ]}
          />
        </Card>
      </Columns>
    </Group>
  );
}

function Messages() {
  return (
    <Group title="Messages">
      {(["info", "ok", "warn", "bad"] as const).map((tone) => (
        <Alert key={tone} tone={tone} title="The invoice was sent">
          It went to you@example.com. Open the outbox to see it.
        </Alert>
      ))}
      <Row>
        <Button type="button" variant="secondary" popovertarget="guide-dialog">
          Open a dialog
        </Button>
      </Row>
      <Dialog
        id="guide-dialog"
        title="Cancel this order?"
        footer={
          <>
            <Button type="button" variant="ghost" popovertarget="guide-dialog">Keep it</Button>
            <Button type="button" variant="danger">Cancel the order</Button>
          </>
        }
      >
        The invoice is voided and the place in Frankfurt goes back into stock.
      </Dialog>
      <Columns>
        <Disclosure summary="Payment received for less?">The rest stays open.</Disclosure>
        <Disclosure summary="Cancel the order" variant="danger" open>
          This can't be undone.
        </Disclosure>
      </Columns>
      <Prose>
        <h3>Running text</h3>
        <p>
          Terms, privacy and articles are set like this, with <a href="#messages">links</a>,{" "}
          <strong>emphasis</strong> and <code>code</code>.
        </p>
        <ul>
          <li>One point.</li>
          <li>Another point.</li>
        </ul>
      </Prose>
    </Group>
  );
}
