/** Islands in a real browser. A page that throws or logs an error fails its test. */
import { signal } from "@preact/signals";
import { expect } from "expect";
import { App, csp, staticFiles } from "fresh";
import type { Browser, Page } from "playwright-core";
import type { VNode } from "preact";
import { launchBrowser, withPage } from "./browser.ts";
import OwnCounter, { Counter } from "./fixtures/Counter.tsx";
import { Field } from "./fixtures/Field.tsx";
import { HeadIsland } from "./fixtures/HeadIsland.tsx";
import { ColorName, Dot, Lines, Panel } from "./fixtures/Panel.tsx";
import { Menu, Show } from "./fixtures/Show.tsx";
import { buildFixtures } from "./project.ts";

const TEXT = "</script><!-- ünï \u2028";

let browser: Browser;
let applyBuild: (app: App<unknown>) => void;

Deno.test.beforeAll(async () => {
  [browser, applyBuild] = await Promise.all([launchBrowser(), buildFixtures()]);
});
Deno.test.afterAll(async () => {
  await browser.close();
});

/** Opens a page that is rendered anew for each request, under a strict policy. */
async function inBrowser(
  render: () => VNode,
  test: (page: Page, errors: string[]) => Promise<void>,
): Promise<void> {
  const app = new App()
    .use(csp({ useNonce: true }))
    .use(staticFiles())
    .appWrapper(({ Component }) => (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>Test</title>
          <meta name="description" content="base" />
          <meta name="author" content="base" />
          <link rel="icon" href="data:," />
        </head>
        <body>
          <Component />
        </body>
      </html>
    ))
    .get("/", (ctx) => ctx.render(render()));
  applyBuild(app);
  await withPage(browser, app, async (page, origin, errors) => {
    await page.goto(origin);
    await test(page, errors);
    expect(errors).toEqual([]);
  });
}

function browserTest(name: string, test: () => Promise<void>): void {
  Deno.test({ name, fn: test, sanitizeOps: false, sanitizeResources: false });
}

browserTest("islands with one signal change together, others on their own", async () => {
  const render = () => {
    const count = signal(3);
    return (
      <main>
        <Counter id="a" count={count} />
        <Counter id="b" count={count} />
        <OwnCounter id="c" />
      </main>
    );
  };
  await inBrowser(render, async (page) => {
    await page.waitForSelector("#c.ready");
    await page.click("#a button");
    await page.click("#b button");
    await page.click("#c button");
    expect(await page.locator("output").allTextContents()).toEqual(["5", "5", "1"]);
  });
});

browserTest("all kinds of props arrive", async () => {
  const render = () => (
    <Show
      nothing={null}
      missing={undefined}
      no={false}
      numbers={[NaN, Infinity, -Infinity, -0, 1.5]}
      holes={[1, , 3]}
      big={2n ** 70n}
      text={TEXT}
      date={new Date(0)}
      url={new URL("https://example.com/?a=b")}
      pattern={/a+/gi}
      map={new Map([["k", new Set([1])]])}
      bytes={new Uint8Array([0, 255])}
      plain={JSON.parse('{"__proto__": 1, "a": 2}')}
    />
  );
  await inBrowser(render, async (page) => {
    await page.waitForFunction(() => document.querySelector("#show")!.textContent !== "");
    expect((await page.textContent("#show"))!.split("\n")).toEqual([
      "nothing: null",
      "missing: undefined",
      "no: false",
      "numbers: Array(5) 0,1,2,3,4 NaN,Infinity,-Infinity,-0,1.5",
      "holes: Array(3) 0,2 1,undefined,3",
      "big: 1180591620717411303424n",
      `text: ${TEXT}`,
      "date: Date 1970-01-01T00:00:00.000Z",
      "url: URL https://example.com/?a=b",
      "pattern: RegExp /a+/gi",
      "map: Map Array(2) 0,1 k,Set Array(1) 0 1",
      "bytes: Uint8Array 0,255",
      "plain: Object __proto__,a",
    ]);
  });
});

browserTest("the HTML of an island and of its children stays where it is", async () => {
  const render = () => (
    <main>
      <Counter id="a" count={signal(0)}>
        <p class="child">
          one <b>two</b> three
        </p>
        <OwnCounter id="b" />
      </Counter>
    </main>
  );
  await inBrowser(render, async (page) => {
    await page.waitForSelector("#b.ready");
    expect(await page.textContent(".child")).toBe("one two three");
    await page.click("#b button");
    await page.click("#a > button");
    expect(await page.locator("output").allTextContents()).toEqual(["1", "1"]);
    const texts = await page.locator("main").evaluate((main) =>
      Array.from(main.querySelectorAll("p, div, output"), (element) => element.localName)
    );
    expect(texts).toEqual(["div", "output", "p", "div", "output"]);
  });
});

browserTest("hydration keeps the elements that the server rendered", async () => {
  const applied = new App()
    .use(staticFiles())
    .get("/", (ctx) =>
      ctx.render(
        <main>
          <link rel="icon" href="data:," />
          <OwnCounter id="a" />
          <script
            type="module"
            // deno-lint-ignore react-no-danger -- runs before the islands' own script
            dangerouslySetInnerHTML={{
              __html: "window.before = [...document.querySelectorAll('main *')]",
            }}
          />
        </main>,
      ));
  applyBuild(applied);
  await withPage(browser, applied, async (page, origin) => {
    await page.goto(origin);
    await page.waitForSelector("#a.ready");
    const kept = await page.evaluate(() => {
      const { before } = globalThis as unknown as { before: Element[] };
      return before.map((element) => element.isConnected);
    });
    expect(kept.length).toBeGreaterThan(3);
    expect(new Set(kept)).toEqual(new Set([true]));
  });
});

browserTest(
  "JSX that wasn't rendered at first is revived from its template, with context",
  async () => {
    const render = () => (
      <Panel title={<b>Title</b>}>
        <p>
          inner <ColorName />
        </p>
        <Panel title="second" isOpen>
          <OwnCounter id="deep" />
        </Panel>
      </Panel>
    );
    await inBrowser(render, async (page) => {
      expect(await page.locator("b").count()).toBe(1);
      await page.waitForTimeout(100);
      await page.click(".toggle >> nth=0");
      expect(await page.textContent("p .color")).toBe("red");
      await page.waitForSelector("#deep.ready");
      await page.click("#deep button");
      expect(await page.textContent("#deep output")).toBe("1");
      await page.click(".toggle >> nth=0");
      expect(await page.locator("#deep").count()).toBe(0);
    });
  },
);

browserTest("JSX inside of objects and arrays arrives", async () => {
  const items = [
    { label: "one", icon: <i>1</i> },
    { label: "two", icon: <OwnCounter id="two" /> },
  ];
  await inBrowser(() => <Menu items={items} />, async (page) => {
    await page.waitForSelector("ul.ready");
    await page.click(".more");
    await page.waitForSelector("#two.ready");
    await page.click("#two button");
    expect(await page.locator("li").allTextContents()).toEqual(["1one", "add1two"]);
  });
});

browserTest("islands in lists and drawings are elements of their kind", async () => {
  const render = () => (
    <main>
      <ul>
        <Menu items={[{ label: "x", icon: "y" }]} />
      </ul>
      <svg>
        <g>
          <Dot />
        </g>
      </svg>
    </main>
  );
  await inBrowser(render, async (page) => {
    await page.waitForSelector("circle.ready");
    const namespace = await page.locator("circle").evaluate((element) => element.namespaceURI);
    expect(namespace).toBe("http://www.w3.org/2000/svg");
    await page.waitForSelector("main > ul > ul.ready");
  });
});

browserTest("ids that islands make are unique, and stay what the server made them", async () => {
  const render = () => (
    <main>
      <Field label="a" />
      <Field label="b">
        <span>
          <Field label="c" />
        </span>
      </Field>
    </main>
  );
  await inBrowser(render, async (page) => {
    await page.waitForFunction(() => document.querySelectorAll(".ready").length === 3);
    const html = await (await fetch(page.url())).text();
    const before = Array.from(html.matchAll(/<input id="([^"]*)"/g), (match) => match[1]);
    const { after, labels } = await page.evaluate(() => ({
      after: Array.from(document.querySelectorAll("input"), (input) => input.id),
      labels: Array.from(document.querySelectorAll("label"), (label) => label.htmlFor),
    }));
    expect(new Set(after).size).toBe(3);
    expect(after).toEqual(before);
    expect(labels).toEqual(after);
  });
});

browserTest("islands that share a parent grow where they are", async () => {
  const render = () => (
    <main>
      <Lines name="a" />
      <hr />
      <Lines name="b" />
      <p>end</p>
    </main>
  );
  await inBrowser(render, async (page) => {
    await page.click("text=a 0");
    await page.click("text=b 0");
    await page.click("text=a 0");
    await page.waitForSelector("text=a 2");
    const main = await page.locator("main").evaluate((element) =>
      Array.from(element.children, (child) => child.textContent)
    );
    expect(main).toEqual(["a 0", "a 1", "a 2", "", "b 0", "b 1", "end"]);
  });
});

browserTest("an island whose HTML the browser moved is reported, and others go on", async () => {
  const app = new App().use(staticFiles()).get("/", (ctx) =>
    ctx.render(
      <main>
        <link rel="icon" href="data:," />
        <p>
          <Counter id="broken" count={signal(0)} />
        </p>
        <OwnCounter id="fine" />
      </main>,
    ));
  applyBuild(app);
  await withPage(browser, app, async (page, origin, errors) => {
    await page.goto(origin);
    await page.waitForSelector("#fine.ready");
    const reports = errors.filter((error) => !error.includes("404"));
    expect(reports).toHaveLength(1);
    expect(reports[0]).toContain('The island "Counter" can\'t be hydrated');
    expect(reports[0]).toContain("invalid HTML nesting");
  });
});

browserTest(
  "Head in an island changes the document's head, and gives back what it took",
  async () => {
    await inBrowser(() => <HeadIsland />, async (page) => {
      const state = () =>
        page.evaluate(() => {
          const contents = (name: string) =>
            Array.from(
              document.querySelectorAll<HTMLMetaElement>(`meta[name=${name}]`),
              (meta) => meta.content,
            );
          return {
            title: document.title,
            titles: document.querySelectorAll("title").length,
            description: contents("description"),
            author: contents("author"),
            styles: document.querySelectorAll("head style").length,
            inBody: document.querySelectorAll("body :is(title, meta, style)").length,
          };
        });
      const expected = {
        title: "Count 0",
        titles: 1,
        description: ["about 0"],
        author: ["base"],
        styles: 1,
        inBody: 0,
      };
      expect(await state()).toEqual(expected);
      await page.waitForSelector(".ready");
      expect(await state()).toEqual(expected);

      await page.click("text=add");
      await page.waitForFunction(() => document.title === "Count 1");
      const first = { title: "Count 1", description: ["about 1"], author: ["island"] };
      expect(await state()).toEqual({ ...expected, ...first });

      await page.click("text=add");
      await page.waitForFunction(() => document.title === "Count 2");
      const second = { title: "Count 2", description: ["about 2"], styles: 0 };
      expect(await state()).toEqual({ ...expected, ...second });

      await page.click("text=remove");
      await page.waitForFunction(() => document.title === "Count 0");
      expect(await state()).toEqual({ ...expected, description: [], styles: 0 });
    });
  },
);

browserTest("the client of a page with an island stays below 15 kB", async () => {
  const app = new App().use(staticFiles()).get("/", (ctx) => ctx.render(<OwnCounter id="a" />));
  applyBuild(app);
  const handler = app.handler();
  const info = {} as Deno.ServeHandlerInfo;
  const response = await handler(new Request("http://localhost/"), info);
  await response.body?.cancel();
  let bytes = 0;
  for (const [, path] of response.headers.get("link")!.matchAll(/<([^>]+)>/g)) {
    const file = await handler(new Request(`http://localhost${path}`), info);
    expect(file.headers.get("cache-control")).toContain("immutable");
    const zipped = file.body!.pipeThrough(new CompressionStream("gzip"));
    bytes += (await new Response(zipped).arrayBuffer()).byteLength;
  }
  expect(bytes).toBeGreaterThan(5_000);
  expect(bytes).toBeLessThan(15_000);
});
