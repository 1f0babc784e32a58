/** The public catalogue pages, robots.txt and the sitemap, through the real handler. */
import { expect } from "expect";
import { getCatalog, seedCatalog } from "@/domain/catalog/mod.ts";
import { makeApp } from "@/tests/helpers/app.ts";
import { makeDeps } from "@/tests/helpers/deps.ts";

const PAGES = ["/", "/vps", "/shared", "/dedicated", "/pricing"];

for (const path of PAGES) {
  Deno.test(`GET ${path} answers a page without a script, with a title and one h1`, async () => {
    await using deps = await makeDeps();
    await seedCatalog(deps);
    const app = await makeApp(deps);

    const response = await app.get(path);

    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const html = await response.text();
    expect(html.match(/<h1/g)?.length).toBe(1);
    expect(html).toMatch(/<title>[^<]*CloudNest[^<]*<\/title>/);
    expect(html.match(/<title>/g)?.length).toBe(1);
    expect(html).toContain(`<link rel="canonical" href="http://localhost:8000${path}"`);
    expect(html).not.toContain("<script");
  });
}

Deno.test("GET /pricing has every plan, term, add-on and panel with its price and a link to order it", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const app = await makeApp(deps);

  const html = await (await app.get("/pricing")).text();

  const { plans, addons, panels } = await getCatalog(deps);
  for (const plan of plans) {
    expect(html).toContain(plan.name);
    for (const cycle of ["monthly", "quarterly", "semi_annual", "annual"]) {
      expect(html).toContain(`/dashboard/order?plan=${plan.slug}&amp;cycle=${cycle}`);
    }
  }
  for (const { name } of [...addons, ...panels]) expect(html).toContain(name);
  expect(html).toContain("€120.00 every 12 months, you save €24.00");
  expect(html).toContain("2 months free");
});

Deno.test("GET /pricing?cycle=annual starts with the annual prices; another text with the monthly ones", async () => {
  await using deps = await makeDeps();
  await seedCatalog(deps);
  const app = await makeApp(deps);
  const chosen = async (query: string) => {
    const html = await (await app.get(`/pricing${query}`)).text();
    return /<input type="radio"[^>]*value="(\w+)"[^>]*checked/.exec(html)?.[1];
  };

  expect(await chosen("?cycle=annual")).toBe("annual");
  expect(await chosen("")).toBe("monthly");
  expect(await chosen("?cycle=constructor")).toBe("monthly");
});

Deno.test("robots.txt and the sitemap name public pages by APP_URL alone", async () => {
  await using deps = await makeDeps({ config: { appUrl: "https://shop.example" } });
  const app = await makeApp(deps);

  const robots = await app.get("/robots.txt", { headers: { host: "evil.example" } });
  const sitemap = await app.get("/sitemap.xml", { headers: { host: "evil.example" } });

  expect(robots.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const rules = await robots.text();
  expect(rules).toContain("Disallow: /dashboard");
  expect(rules).toContain("Sitemap: https://shop.example/sitemap.xml");
  expect(sitemap.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  const xml = await sitemap.text();
  for (const path of PAGES) expect(xml).toContain(`<loc>https://shop.example${path}</loc>`);
  expect(rules + xml).not.toContain("evil");
});
