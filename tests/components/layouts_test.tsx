/** Layouts, the home page's sections and the motif: landmarks, links, no inline styles. */
import { expect } from "expect";
import {
  ADMIN_NAV,
  AdminLayout,
  AuthLayout,
  DASHBOARD_NAV,
  DashboardLayout,
  isCurrent,
  PublicLayout,
} from "@/components/layouts/mod.ts";
import {
  CallToAction,
  FeatureGrid,
  Hero,
  Locations,
  PlanPreview,
  Questions,
} from "@/components/marketing/mod.ts";
import { drawNetwork } from "@/components/brand/network.ts";
import { cityOnMap, landPath } from "@/components/marketing/world.ts";
import { sparklinePath } from "@/components/charts/mod.ts";
import { StyleGuide } from "@/components/StyleGuide.tsx";
import { createCompiler } from "@/components/styles/twind.ts";
import { attribute, render, tag, text } from "./render.tsx";
import { HOOKS } from "./used_classes.ts";

const USER = { name: "Ada Lovelace", email: "ada@example.com" };

const PAGES: Record<string, () => string> = {
  public: () =>
    render(
      <PublicLayout path="/pricing" user={null}>
        <Hero facts={[{ value: "7", label: "plans" }]} />
        <FeatureGrid />
        <PlanPreview
          plans={[{
            name: "VPS Start",
            tagline: "A first server.",
            price: { minor: 600, currency: "EUR" },
            specs: ["2 vCPU"],
            href: "/dashboard/order?plan=vps-start",
          }]}
        />
        <Locations locations={[{ city: "Frankfurt", country: "Germany", code: "fra1" }]} />
        <Questions />
        <CallToAction />
      </PublicLayout>,
    ),
  guide: () => render(<PublicLayout path="/styleguide" user={USER}>{<StyleGuide />}</PublicLayout>),
  auth: () => render(<AuthLayout title="Log in" footer="New here?">form</AuthLayout>),
  dashboard: () =>
    render(
      <DashboardLayout user={USER} path="/dashboard/services/srv_1" title="web-01" isStaff>
        page
      </DashboardLayout>,
    ),
  admin: () =>
    render(
      <AdminLayout
        user={USER}
        path="/admin/orders"
        title="Orders"
        badges={{ "/admin/orders": 3, "/admin/jobs": 0 }}
        breadcrumbs={[{ label: "Admin", href: "/admin" }, { label: "Orders" }]}
        flash={{ tone: "ok", text: "Done." }}
      >
        page
      </AdminLayout>,
    ),
};

for (const [name, html] of Object.entries(PAGES)) {
  Deno.test(`the ${name} page has one main, one h1, a skip link first, and no inline style`, () => {
    const markup = html();

    expect([...markup.matchAll(/<main/g)].length).toBe(1);
    expect([...markup.matchAll(/<h1/g)].length).toBe(1);
    expect(attribute(tag(markup, /^<a/), "href")).toBe("#main");
    expect(attribute(tag(markup, /^<main/), "id")).toBe("main");
    expect(markup).not.toMatch(/\sstyle=|<style|<script|\son[a-z]+=/);
  });

  Deno.test(`the ${name} page has unique ids, and each reference finds its id`, () => {
    const markup = html();
    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]!);

    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const references = [...markup.matchAll(
      /\s(?:for|aria-labelledby|aria-describedby|popovertarget)="([^"]*)"/g,
    )].flatMap((match) => match[1]!.split(" "));
    expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  });

  Deno.test(`every class that the ${name} page renders gives a rule`, () => {
    const compiler = createCompiler();
    const words = new Set([...html().matchAll(/\sclass="([^"]*)"/g)]
      .flatMap((match) => match[1]!.replaceAll("&amp;", "&").replaceAll("&gt;", ">").split(/\s+/)));

    const unknown = [...words].filter((word) =>
      word !== "" && !HOOKS.has(word) && !compiler.add(word)
    );

    expect(unknown).toEqual([]);
  });
}

Deno.test("PublicLayout offers log-in to visitors and the dashboard to customers", () => {
  const visitor = render(<PublicLayout path="/">x</PublicLayout>);
  const customer = render(<PublicLayout path="/" user={USER}>x</PublicLayout>);

  expect(visitor).toContain('href="/login"');
  expect(visitor).toContain('href="/register"');
  expect(visitor).not.toContain("/logout");
  expect(customer).toContain('href="/dashboard"');
  expect(customer).not.toContain('href="/register"');
});

Deno.test("logging out is a form that posts", () => {
  const form = tag(PAGES.dashboard!(), /^<form/);

  expect(attribute(form, "method")).toBe("post");
  expect(attribute(form, "action")).toBe("/logout");
});

Deno.test("only staff see the way to the admin panel", () => {
  const props = { user: USER, path: "/dashboard", title: "Overview", children: "x" };

  expect(render(<DashboardLayout {...props} />)).not.toContain("/admin");
  expect(render(<DashboardLayout {...props} isStaff />)).toContain('href="/admin"');
});

Deno.test("a menu marks the one item that the page belongs to", () => {
  const table: Array<[path: string, nav: typeof ADMIN_NAV, expected: string[]]> = [
    ["/admin", ADMIN_NAV, ["/admin"]],
    ["/admin/orders/ord_1", ADMIN_NAV, ["/admin/orders"]],
    ["/admin/mail/outbox/", ADMIN_NAV, ["/admin/mail/outbox"]],
    ["/dashboard/services/srv_1", DASHBOARD_NAV, ["/dashboard/services"]],
    ["/dashboard/servicesx", DASHBOARD_NAV, []],
  ];
  for (const [path, nav, expected] of table) {
    const current = nav.flatMap((group) => group.items).filter((item) =>
      isCurrent(item.href, path)
    );
    expect(current.map((item) => item.href)).toEqual(expected);
  }
});

Deno.test("badges of the menu show numbers, and nothing for zero", () => {
  const html = PAGES.admin!();

  expect(html).toMatch(/Orders<\/span><span[^>]*>3<\/span>/);
  expect(html).toMatch(/Jobs<\/span><\/a>/);
});

Deno.test("the drawer is a popover with its opener and its closer", () => {
  const html = PAGES.admin!();
  const openers = [...html.matchAll(/popovertarget="sidebar"/g)];

  expect(openers.length).toBe(2);
  expect(attribute(tag(html, /id="sidebar"/), "popover")).toBe("auto");
});

Deno.test("the home page tells names, places and answers", () => {
  const words = text(PAGES.public!());

  for (const word of ["VPS Start", "€6.00", "Frankfurt", "How do I pay?", "Compare prices"]) {
    expect(words).toContain(word);
  }
});

Deno.test("drawNetwork() depends on its options alone", () => {
  const options = { seed: 3, width: 400, height: 300, spacing: 80 };

  expect(drawNetwork(options)).toEqual(drawNetwork(options));
  expect(drawNetwork({ ...options, seed: 4 })).not.toEqual(drawNetwork(options));
  expect(drawNetwork(options).nodes.join("")).toMatch(/^(M-?\d+ -?\d+h0)+$/);
});

Deno.test("the map has land, and cities lie on or beside it", () => {
  const rows = new Map<number, Array<[number, number]>>();
  for (const [, x, y, run] of landPath().matchAll(/M(\d+) (\d+)h(\d+)/g)) {
    const row = rows.get(Number(y)) ?? [];
    rows.set(Number(y), [...row, [Number(x), Number(x) + Number(run)]]);
  }

  for (const city of ["Frankfurt", "Amsterdam", "Helsinki", "London", "New York", "Singapore"]) {
    const place = cityOnMap(city)!;
    const near = [-1, 0, 1].flatMap((dy) => rows.get(Math.round(place.y) + dy) ?? []);
    const isNear = near.some(([from, to]) => place.x >= from - 1.5 && place.x <= to + 1.5);
    expect([city, isNear]).toEqual([city, true]);
  }
  expect(cityOnMap("Atlantis")).toBeUndefined();
});

Deno.test("sparklinePath() runs from left to right, also for one value or none", () => {
  expect(sparklinePath([])).toBe("");
  expect(sparklinePath([5])).toBe("M0 30");
  expect(sparklinePath([0, 10])).toBe("M0 30L120 2");
});
