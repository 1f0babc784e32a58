/** Islands on the server: markers, props, slots, the script, and what pages without islands are spared. */
import { computed, signal } from "@preact/signals";
import { expect } from "expect";
import { App, csp, staticFiles } from "fresh";
import { asset, Head } from "fresh/runtime";
import { renderToString } from "preact-render-to-string";
import OwnCounter, { Counter } from "./fixtures/Counter.tsx";
import { Panel } from "./fixtures/Panel.tsx";
import { Menu, Show } from "./fixtures/Show.tsx";
import { buildFixtures, getHtml } from "./project.ts";

const applyBuild = await buildFixtures();

function makeApp(app: App<unknown> = new App()): App<unknown> {
  applyBuild(app);
  return app;
}

/** The arguments of `boot()` in a page's script. */
function bootProps(html: string): string {
  const match = /boot\(\{[^}]*\},(".*")\);<\/script>/s.exec(html);
  return JSON.parse(match![1]!);
}

Deno.test("a page without islands has no script and no preload header", async () => {
  const app = makeApp().get("/", (ctx) => ctx.render(<h1>Hello</h1>));
  const info = {} as Deno.ServeHandlerInfo;
  const response = await app.handler()(new Request("http://localhost/"), info);
  const html = await response.text();
  expect(html).toBe(
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><h1>Hello</h1></body></html>',
  );
  expect(response.headers.get("link")).toBeNull();
});

Deno.test("an island stands between markers with its name, props and key, and the script imports just it", async () => {
  const app = makeApp().get("/", (ctx) =>
    ctx.render(
      <body>
        <Show key="a:b-->" text="hi" />
        <p>after</p>
      </body>,
    ));
  const html = await getHtml(app);
  expect(html).toContain(
    '<!--frsh:island:Show:0:a%3Ab--%3E--><pre id="show"></pre><!--/frsh:island--><p>after</p>',
  );
  expect(html).toMatch(
    /<\/p><script type="module" nonce="[0-9a-f]{32}">import \{ boot \} from "\/_fresh\/js\/\w+\/fresh-runtime\.js";import \{ Show \} from "\/_fresh\/js\/\w+\/Show\.js";boot\(\{Show\},"/,
  );
  expect(html).not.toContain("Counter");
  expect(bootProps(html)).toBe('[[1],{"text":2},"hi"]');
});

Deno.test("the exports of one file are islands of different names", async () => {
  const app = makeApp().get("/", (ctx) =>
    ctx.render(
      <body>
        <Counter id="a" count={signal(1)} />
        <OwnCounter id="b" />
      </body>,
    ));
  const html = await getHtml(app);
  expect(html).toMatch(/import \{ Counter \} from/);
  expect(html).toMatch(/import _Counter_1 from/);
  expect(html).toContain("boot({Counter,_Counter_1},");
});

Deno.test("an island inside of another one is a plain component", async () => {
  const app = makeApp().get("/", (ctx) => ctx.render(<OwnCounter id="outer" />));
  const html = await getHtml(app);
  expect(html.match(/<!--frsh:island:/g)).toHaveLength(1);
  expect(html).toContain('<div id="outer"');
});

Deno.test("islands with one signal share one, and a computed stays one", async () => {
  const count = signal(3);
  const app = makeApp().get("/", (ctx) =>
    ctx.render(
      <body>
        <Counter id="a" count={count} />
        <Show sum={computed(() => count.value + 1)} count={count} />
      </body>,
    ));
  const props = bootProps(await getHtml(app));
  expect(props.match(/\["Signal"/g)).toHaveLength(1);
  expect(props.match(/\["Computed"/g)).toHaveLength(1);
});

Deno.test("JSX that an island renders stands in the page alone, other JSX in a template", async () => {
  const app = makeApp().get("/", (ctx) =>
    ctx.render(
      <body>
        <Panel title={<b>Title</b>}>
          <OwnCounter id="inner" />
        </Panel>
      </body>,
    ));
  const html = await getHtml(app);
  expect(html).toContain("<!--frsh:slot:0--><b>Title</b><!--/frsh:slot-->");
  expect(html).not.toContain('id="frsh-slot-0"');
  expect(html).toMatch(
    /<template id="frsh-slot-1"><!--frsh:island:_Counter_1:1:--><div id="inner".*<\/template><script/,
  );
  expect(bootProps(html)).not.toContain("Title");
});

Deno.test("JSX inside of objects and arrays becomes slots", async () => {
  const items = [{ label: "one", icon: <i>1</i> }, { label: "two", icon: <Panel title="p" /> }];
  const app = makeApp().get("/", (ctx) => ctx.render(<Menu items={items} />));
  const html = await getHtml(app);
  expect(html).toContain('<template id="frsh-slot-0"><i>1</i></template>');
  expect(html).toMatch(/<template id="frsh-slot-1"><!--frsh:island:Panel:1:-->/);
  // The panel's title turned up in the last template
  expect(bootProps(html).match(/\["Slot"/g)).toHaveLength(2);
});

Deno.test("props can't break out of the script", async () => {
  const text = "</script><script>alert(1)</script><!--\u2028";
  const app = makeApp().get("/", (ctx) => ctx.render(<Show text={text} />));
  const html = await getHtml(app);
  const script = html.slice(html.indexOf("<script"));
  expect(script.match(/<\/?script/g)).toEqual(["<script", "</script"]);
  expect(script).not.toMatch(/<!--|\u2028/);
  expect(JSON.parse(bootProps(html))[2]).toBe(text);
});

Deno.test("a prop that can't cross is named with its island", async () => {
  const app = makeApp()
    .onError("*", (ctx) => ctx.text((ctx.error as Error).message))
    .get("/", (ctx) => ctx.render(<Show user={{ rename: () => {} }} />));
  expect(await getHtml(app)).toBe(
    'The prop "user.rename" of the island "Show" can\'t be sent to the browser: it is a function',
  );
});

Deno.test("elements that are constants serve several pages", async () => {
  const island = <Show text="x" />;
  const link = <a href="/one">one</a>;
  const style = <style>{"p { color: red }"}</style>;
  const page = (
    <body>
      {style}
      {link}
      {island}
    </body>
  );
  const app = makeApp()
    .get("/one", (ctx) => ctx.render(page))
    .get("/two", (ctx) => ctx.render(page));
  const first = await getHtml(app, "/one");
  const second = await getHtml(app, "/two");
  const nonces = [first, second].map((html) => new Set(html.match(/nonce="\w+"/g)));

  expect(first).toContain('<a href="/one" data-current="true" aria-current="page">');
  expect(second).toContain('<a href="/one">');
  expect(second).toContain("<!--frsh:island:Show:0:-->");
  expect(nonces.map((nonce) => nonce.size)).toEqual([1, 1]);
  expect([...nonces[0]!][0]).not.toBe([...nonces[1]!][0]);
  // Outside of a page nothing is marked
  expect(renderToString(island)).toBe('<pre id="show"></pre>');
});

Deno.test("pages that render at the same time don't mix", async () => {
  const pages = 20;
  const app = makeApp()
    .layout("*", async ({ Component, url }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      return (
        <main>
          <Head>
            <title>{url.pathname}</title>
          </Head>
          <Show of={url.pathname} />
          <Component />
        </main>
      );
    })
    .get("/:id", async (ctx) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      return ctx.render(<Show id={ctx.params.id} />);
    });
  const htmls = await Promise.all(Array.from({ length: pages }, (_, i) => getHtml(app, `/${i}`)));
  htmls.forEach((html, i) => {
    expect(html).toContain(`<title>/${i}</title>`);
    expect(bootProps(html)).toBe(`[[1,3],{"of":2},"/${i}",{"id":4},"${i}"]`);
  });
});

Deno.test("csp() with a nonce lets the page's scripts and styles through, and no others", async () => {
  const app = makeApp(new App().use(csp({ useNonce: true }))).get("/", (ctx) =>
    ctx.render(
      <body>
        <style>{"p { color: red }"}</style>
        <script>1</script>
        <Show text="x" />
      </body>,
    ));
  const info = {} as Deno.ServeHandlerInfo;
  const response = await app.handler()(new Request("http://localhost/"), info);
  const html = await response.text();
  const nonces = html.match(/<(?:style|script)[^>]*nonce="(\w+)"/g)!.map((tag) =>
    tag.slice(-33, -1)
  );
  expect(nonces).toHaveLength(3);
  for (const nonce of nonces) {
    expect(response.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
  }
});

Deno.test("client files are below the base path, and preloaded with the chunks that they share", async () => {
  const app = makeApp(new App({ basePath: "/shop" }).use(staticFiles()))
    .get("/", (ctx) => ctx.render(<Show />));
  const handler = app.handler();
  const info = {} as Deno.ServeHandlerInfo;
  const get = (path: string) => handler(new Request(`http://localhost${path}`), info);

  const response = await get("/shop");
  expect(await response.text()).toContain('import { Show } from "/shop/_fresh/js/');
  const links = response.headers.get("link")!.split(", ").map((link) =>
    /^<(\/shop\/_fresh\/js\/\w+\/[\w-]+\.js)>; rel="modulepreload"; as="script"$/.exec(link)![1]!
  );
  expect(links[0]).toMatch(/\/fresh-runtime\.js$/);
  expect(links[1]).toMatch(/\/Show\.js$/);
  for (const link of links) {
    const code = await (await get(link)).text();
    for (const [, chunk] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) {
      expect(links).toContain(link.replace(/[^/]+$/, chunk!));
    }
  }
  expect(links.length).toBeGreaterThan(2);
});

Deno.test("images and asset() carry the build's id", async () => {
  const app = makeApp().get("/", (ctx) =>
    ctx.render(
      <body>
        <img src="/a.png" srcset="/b.png 1x, /c.png 2x" alt="" />
        <img src="https://example.com/d.png" alt="" />
        <img src="//example.com/d.png" srcset="/\\example.com/d.png" alt="" />
        <img src="/e.png" alt="" data-fresh-disable-lock />
        <p>{asset("/f.css?x=1#y")}</p>
      </body>,
    ));
  const html = await getHtml(app);
  const id = /a\.png\?__frsh_c=(\w+)/.exec(html)![1]!;
  expect(html).toContain(`srcset="/b.png?__frsh_c=${id} 1x, /c.png?__frsh_c=${id} 2x"`);
  expect(html).toContain('src="https://example.com/d.png"');
  expect(html).toContain('src="//example.com/d.png" srcset="/\\\\example.com/d.png"');
  expect(html).toContain('src="/e.png"');
  expect(html).toContain(`/f.css?x=1&amp;__frsh_c=${id}#y`);
});

Deno.test("links tell whether they lead to the page, or to one above it", async () => {
  const hrefs = [
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/a/b?x=1",
    "/a/b?x=2",
    "/a/b/c",
    "/ab",
    "//a",
    "a",
    "#x",
  ];
  const app = makeApp().get(
    "/a/b",
    (ctx) => ctx.render(<p>{hrefs.map((href) => <a key={href} href={href}>{href}</a>)}</p>),
  );
  const html = await getHtml(app, "/a/b?x=1");
  const states = hrefs.map((href) => {
    const tag = html.match(new RegExp(`<a href="${href.replace("?", "\\?")}"([^>]*)>`))![1]!;
    return tag.includes('data-current="true" aria-current="page"')
      ? "page"
      : tag.includes('data-ancestor="true" aria-current="true"')
      ? "above"
      : tag === ""
      ? "other"
      : tag;
  });
  expect(states).toEqual([
    "above",
    "above",
    "above",
    "page",
    "page",
    "above",
    "other",
    "other",
    "other",
    "other",
    "other",
  ]);
});
