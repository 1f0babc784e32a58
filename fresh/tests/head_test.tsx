/** `Head` on the server: the page's head gets what components put there, the last one of a kind wins. */
import { expect } from "expect";
import { App } from "fresh";
import { Head } from "fresh/runtime";
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { getHtml } from "./project.ts";

function Document(props: { head?: ComponentChildren; children?: ComponentChildren }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>base</title>
        {props.head}
      </head>
      <body>{props.children}</body>
    </html>
  );
}

/** The content of the head of a rendered page, without nonces. */
async function headOf(page: ComponentChildren): Promise<string> {
  const app = new App().get("/", (ctx) => ctx.render(<>{page}</>));
  const html = await getHtml(app);
  return /<head>(.*)<\/head>/s.exec(html)![1]!.replaceAll(/ nonce="\w+"/g, "");
}

Deno.test("Head replaces the title in its place, and adds what is new at the end", async () => {
  const head = await headOf(
    <Document head={<link rel="stylesheet" href="/a.css" />}>
      <Head>
        <title>page</title>
        <meta name="robots" content="noindex" />
        <link rel="stylesheet" href="/b.css" />
      </Head>
    </Document>,
  );
  expect(head).toBe(
    '<meta charset="utf-8"/><title>page</title><link rel="stylesheet" href="/a.css"/>' +
      '<meta name="robots" content="noindex"/><link rel="stylesheet" href="/b.css"/>',
  );
});

Deno.test("Head: of the same key, id, name or relation the last one wins", async () => {
  const head = await headOf(
    <Document
      head={
        <>
          <meta name="description" content="base" />
          <link rel="canonical" href="/base" />
          <style key="theme">base</style>
          <style id="print">base</style>
          <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#000" />
        </>
      }
    >
      <Head>
        <meta name="description" content="first" />
        <style key="theme">first</style>
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#fff" />
      </Head>
      <Head>
        <meta name="description" content="last" />
        <link rel="canonical" href="/last" />
        <style key="theme">last</style>
        <style id="print">last</style>
      </Head>
    </Document>,
  );
  expect(head).toBe(
    '<meta charset="utf-8"/><title>base</title><meta name="description" content="last"/>' +
      '<link rel="canonical" href="/last"/><style data-key="theme">last</style>' +
      '<style id="print">last</style>' +
      '<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#000"/>' +
      '<meta name="theme-color" media="(prefers-color-scheme: light)" content="#fff"/>',
  );
});

Deno.test("Head takes components, and they see the context of its place", async () => {
  const Site = createContext("none");
  function Title() {
    return <title>of {useContext(Site)}</title>;
  }
  const head = await headOf(
    <Document>
      <Site.Provider value="site">
        <Head>
          <Title />
        </Head>
      </Site.Provider>
    </Document>,
  );
  expect(head).toBe('<meta charset="utf-8"/><title>of site</title>');
});

Deno.test("Head: a page without a head of its own gets one", async () => {
  const page = (
    <main>
      <Head>
        <title>page</title>
      </Head>
    </main>
  );
  expect(await headOf(page)).toBe('<meta charset="utf-8"/><title>page</title>');
  expect(
    await headOf(
      <html lang="en">
        <body>{page}</body>
      </html>,
    ),
  ).toBe(
    '<meta charset="utf-8"/><title>page</title>',
  );
});

Deno.test("Head elements that are constants serve several pages", async () => {
  const title = <title>page</title>;
  const base = <title>base</title>;
  const app = new App()
    .appWrapper(({ Component }) => (
      <html lang="en">
        <head>{base}</head>
        <body>
          <Component />
        </body>
      </html>
    ))
    .get("/with", (ctx) => ctx.render(<Head>{title}</Head>))
    .get("/without", (ctx) => ctx.render(<p>x</p>));
  for (let i = 0; i < 2; i++) {
    expect(await getHtml(app, "/with")).toContain("<head><title>page</title></head>");
    expect(await getHtml(app, "/without")).toContain("<head><title>base</title></head>");
  }
});

Deno.test("Head: what comes after the page's own head still gets into it", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <Document>
        <Component />
        <Head>
          <meta name="author" content="wrapper" />
          <meta name="robots" content="none" />
        </Head>
      </Document>
    ))
    .get("/", (ctx) =>
      ctx.render(
        <Head>
          <title>page</title>
          <meta name="author" content="page" />
        </Head>,
      ));
  expect(await getHtml(app)).toContain(
    '<head><meta charset="utf-8"/><title>page</title><meta name="author" content="wrapper"/>' +
      '<meta name="robots" content="none"/></head>',
  );
});

Deno.test("Head leaves titles of drawings and templates in the body alone", async () => {
  const app = new App().get("/", (ctx) =>
    ctx.render(
      <Document>
        <svg>
          <title>drawing</title>
        </svg>
        <template>
          <p>x</p>
        </template>
        <Head>
          <title>page</title>
        </Head>
      </Document>,
    ));
  const html = await getHtml(app);
  expect(html).toContain("<title>page</title></head>");
  expect(html).toContain("<svg><title>drawing</title></svg><template><p>x</p></template>");
});
