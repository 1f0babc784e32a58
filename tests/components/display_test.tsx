/** What shows data and messages. */
import { expect } from "expect";
import { BarChart } from "@/components/charts/mod.ts";
import {
  Alert,
  Breadcrumbs,
  Card,
  CodeField,
  DataTable,
  Dialog,
  EmptyState,
  Flash,
  initials,
  Pagination,
  SecretField,
  STATUS_LOOKS,
  StatusBadge,
  type StatusKind,
  statusLabel,
  statusOptions,
  Stepper,
  Tabs,
  Toast,
  UsageBar,
} from "@/components/ui/mod.ts";
import { INVOICE_STATUSES } from "@/domain/invoice/model.ts";
import { JOB_STATES } from "@/domain/job/model.ts";
import { MAIL_STATES } from "@/domain/mail/model.ts";
import { ORDER_STATUSES } from "@/domain/order/view.ts";
import { PROOF_STATUSES } from "@/domain/payment/view.ts";
import { SERVICE_STATUSES } from "@/domain/service/model.ts";
import { attribute, render, tag, text } from "./render.tsx";

Deno.test("StatusBadge has words and a tone for every state of every kind", () => {
  for (const [kind, looks] of Object.entries(STATUS_LOOKS)) {
    const words = new Set<string>();
    for (const status of Object.keys(looks)) {
      const html = render(<StatusBadge kind={kind as StatusKind} status={status as never} />);
      expect(text(html).length).toBeGreaterThan(2);
      expect(text(html)).not.toContain("_");
      expect(html).toMatch(/text-(ink-soft|brand-300|ok|warn|bad)/);
      words.add(text(html));
    }
    expect(words.size).toBe(Object.keys(looks).length);
  }
});

Deno.test("StatusBadge has exactly the states of the domain", () => {
  const domain: Partial<Record<StatusKind, readonly string[]>> = {
    order: ORDER_STATUSES,
    invoice: INVOICE_STATUSES,
    service: SERVICE_STATUSES,
    proof: PROOF_STATUSES,
    mail: MAIL_STATES,
    job: JOB_STATES,
  };
  for (const [kind, states] of Object.entries(domain)) {
    expect([kind, Object.keys(STATUS_LOOKS[kind as StatusKind])]).toEqual([kind, [...states]]);
  }
});

Deno.test("StatusBadge shows a state that it doesn't know as it is", () => {
  expect(text(render(<StatusBadge kind="order" status={"frozen" as never} />))).toBe("frozen");
});

Deno.test("statusLabel() and statusOptions() read from the same table", () => {
  expect(statusLabel("order", "pending_payment")).toBe("Awaiting payment");
  expect(statusOptions("invoice").map((option) => option.value)).toEqual(
    Object.keys(STATUS_LOOKS.invoice),
  );
});

interface Row {
  id: string;
  total: string;
}

function table(rows: Row[]) {
  return render(
    <DataTable
      caption="Orders"
      rows={rows}
      rowKey={(row) => row.id}
      empty={<EmptyState title="No orders yet" />}
      columns={[
        { key: "id", label: "Order", primary: true, render: (row) => row.id },
        { key: "total", label: "Total", numeric: true, render: (row) => row.total },
        { key: "do", label: "Actions", labelHidden: true, render: () => "Open" },
      ]}
    />,
  );
}

Deno.test("DataTable is a table with caption, heads and roles that survive the phone", () => {
  const html = table([{ id: "O-1", total: "€5.00" }]);

  expect(html).toContain("<caption");
  for (const role of ["table", "rowgroup", "row", "columnheader", "cell"]) {
    expect(html).toContain(`role="${role}"`);
  }
  expect([...html.matchAll(/scope="col"/g)].length).toBe(3);
  expect(html).toContain('<span class="sr-only">Actions</span>');
});

Deno.test("DataTable repeats a column's label in each card, but not for its first and last", () => {
  const html = table([{ id: "O-1", total: "€5.00" }, { id: "O-2", total: "€6.00" }]);

  const labels = [...html.matchAll(/<span aria-hidden="true"[^>]*md:hidden[^>]*>([^<]*)/g)];
  expect(labels.map((match) => match[1])).toEqual(["Total", "Total"]);
  expect(html).toContain("tabular-nums");
});

Deno.test("DataTable without rows is its empty state", () => {
  const html = table([]);

  expect(html).not.toContain("<table");
  expect(text(html)).toContain("No orders yet");
});

Deno.test("Flash interrupts for failures and waits for successes", () => {
  expect(render(<Flash flash={null} />)).toBe("");
  expect(attribute(tag(render(<Flash flash={{ tone: "ok", text: "Saved." }} />), /role/), "role"))
    .toBe("status");
  expect(attribute(tag(render(<Flash flash={{ tone: "bad", text: "No." }} />), /role/), "role"))
    .toBe("alert");
});

Deno.test("Alert without a role is no live region", () => {
  expect(render(<Alert title="Note">Text</Alert>)).not.toContain("role=");
});

Deno.test("SecretField never renders the secret while it is hidden", () => {
  const hidden = render(<SecretField label="Password" value={null} />);
  const revealed = render(<SecretField label="Password" value="s3cret" />);

  expect(text(hidden)).toBe("Password •••••••••••• Hidden");
  expect(text(revealed)).toContain("s3cret");
});

Deno.test("CodeField keeps the prompt out of the value", () => {
  const html = render(<CodeField label="SSH" value="ssh root@192.0.2.1" prompt id="ssh" />);

  expect(html).toMatch(/<code id="ssh"[^>]*>ssh root@192\.0\.2\.1<\/code>/);
  expect(html).toMatch(/<span aria-hidden="true"[^>]*>\$<\/span>/);
});

Deno.test("Stepper marks the current step and links back to done ones only", () => {
  const html = render(
    <Stepper
      label="Steps"
      steps={["Plan", "Configuration", "Payment"]}
      current={2}
      hrefs={["/a", "/b", "/c"]}
    />,
  );

  expect([...html.matchAll(/aria-current="step"/g)].length).toBe(1);
  expect([...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(["/a"]);
});

Deno.test("Tabs and Breadcrumbs name the current page", () => {
  const tabs = render(
    <Tabs
      label="States"
      tabs={[{ href: "/a", label: "All", current: true }, { href: "/b", label: "Due", count: 2 }]}
    />,
  );
  const crumbs = render(
    <Breadcrumbs crumbs={[{ label: "Orders", href: "/admin/orders" }, { label: "O-1" }]} />,
  );

  expect(attribute(tag(tabs, /aria-current/), "href")).toBe("/a");
  expect(attribute(tag(tabs, /^<nav/), "aria-label")).toBe("States");
  expect(crumbs).toMatch(/aria-current="page"[^>]*>O-1</);
});

Deno.test("Pagination shows the ways that exist, and nothing for one page", () => {
  expect(render(<Pagination newerHref={null} olderHref={null} />)).toBe("");
  const html = render(<Pagination olderHref="?cursor=x" label="orders" />);
  expect(text(html)).toBe("Older orders");
  expect(attribute(tag(html, /^<a/), "rel")).toBe("next");
});

Deno.test("Dialog opens without a script and is named by its title", () => {
  const html = render(<Dialog id="cancel" title="Cancel?">Sure?</Dialog>);
  const dialog = tag(html, /^<dialog/);

  expect(attribute(dialog, "popover")).toBe("auto");
  expect(attribute(dialog, "aria-labelledby")).toBe("cancel-title");
  expect(attribute(tag(html, /^<button/), "popovertarget")).toBe("cancel");
});

Deno.test("UsageBar says its amount and stays within its ends", () => {
  const full = tag(render(<UsageBar label="Disk" value={300} max={100} />), /^<svg/);
  const none = tag(render(<UsageBar label="Disk" value={1} max={0} text="none" />), /^<svg/);

  expect(attribute(full, "aria-valuenow")).toBe("100");
  expect(attribute(none, "aria-valuenow")).toBe("0");
  expect(attribute(none, "aria-valuetext")).toBe("none");
});

Deno.test("BarChart tells its numbers to those who can't see its bars", () => {
  const html = render(
    <BarChart
      title="Revenue a month"
      bars={[{ label: "Oct", value: 1000 }, { label: "Nov", value: 0 }]}
      format={(value) => `€${value / 100}`}
    />,
  );

  expect(attribute(tag(html, /^<svg/), "aria-hidden")).toBe("true");
  expect(text(html.slice(html.indexOf("<table")))).toBe("Revenue a month Oct €10 Nov €0");
  expect(attribute(tag(html, /^<rect\s+x="24"/), "height")).toBe("0");
});

Deno.test("Toast is announced", () => {
  expect(attribute(tag(render(<Toast>Copied.</Toast>), /role=/), "role")).toBe("status");
});

Deno.test("Card's title is a heading of the second level", () => {
  expect(render(<Card title="Orders">x</Card>)).toMatch(/<h2[^>]*>Orders<\/h2>/);
});

Deno.test("initials() takes first and last name, in any script", () => {
  expect(initials("Ada Lovelace")).toBe("AL");
  expect(initials("  maria  del carmen ")).toBe("MC");
  expect(initials("Ζήνων")).toBe("Ζ");
  expect(initials("")).toBe("?");
});
