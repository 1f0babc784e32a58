/** Builds of whole projects: on disk behind `deno serve`, in memory, and while they are developed. */
import { join } from "node:path";
import { expect } from "expect";
import { App, staticFiles } from "fresh";
import { Builder } from "../src/dev/mod.ts";
import { getHtml, makeProject, type Project } from "./project.ts";

const FILES = {
  "main.ts": `import { App, staticFiles } from "fresh";
    export const app = new App().use(staticFiles()).fsRoutes();`,
  "routes/_app.tsx": `export default ({ Component }) =>
    <html><head><title>t</title></head><body><Component /></body></html>;`,
  "routes/index.tsx": `import Hello from "../islands/Hello.tsx";
    import { Nested } from "./(_islands)/Nested.tsx";
    export default () => <main><Hello name="you" /><Nested /></main>;`,
  "routes/index_test.tsx": `throw new Error("a test is no route");`,
  "routes/api/[id].ts": `export const handler = (ctx) => ctx.json(ctx.params);`,
  "routes/(_islands)/Nested.tsx": `export const Nested = () => <i>nested</i>;`,
  "islands/deep/er/Hello.tsx": `export default (props) => <b>hello {props.name}</b>;`,
  "islands/Hello.tsx": `export default (props) => <b>hello {props.name}</b>;`,
  "static/styles.css": "h1 { background: url(/img/a.svg) }",
  "static/img/a.svg": "<svg/>",
  "static/sp ace, ü.txt": "spaced",
  "static/.hidden": "secret",
  "static/.well-known/security.txt": "contact",
};

function buildTest(name: string, test: () => Promise<void>): void {
  // esbuild's process is started and ended by the build
  Deno.test({ name, fn: test, sanitizeOps: false, sanitizeResources: false });
}

/** Runs a command of Deno in a project until the test is over. */
async function withServer(
  project: Project,
  args: string[],
  test: (origin: string) => Promise<void>,
): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: project.root,
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  let output = "";
  const { promise: origin, resolve, reject } = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const port = /https?:\/\/[^/]*:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  reading.then(() => reject(new Error(`The server ended:\n${output}`)));
  try {
    await test(await origin);
  } catch (error) {
    console.log(output);
    throw error;
  } finally {
    child.kill("SIGTERM");
    await child.status;
    await reading;
  }
}

buildTest("a build on disk is served by deno serve, without the builder", async () => {
  await using project = await makeProject(FILES);
  const { root } = project;
  await new Builder({ root }).build();

  const snapshot = await Deno.readTextFile(join(root, "_fresh/snapshot.js"));
  expect(snapshot).not.toContain(root);
  expect(await Deno.readTextFile(join(root, "_fresh/server.js"))).not.toContain("fresh/dev");

  const args = ["serve", "-A", "--host=127.0.0.1", "--port=0", "_fresh/server.js"];
  await withServer(project, args, async (origin) => {
    const html = await (await fetch(origin)).text();
    expect(html).toContain("<b>hello you</b>");
    expect(html).toContain("<i>nested</i>");
    const chunk = /import Hello from "([^"]+)"/.exec(html)![1]!;
    const script = await fetch(origin + chunk);
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=UTF-8");
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect(await script.text()).toContain("hello ");

    expect(await (await fetch(`${origin}/api/7`)).json()).toEqual({ id: "7" });
    expect(await (await fetch(`${origin}/sp%20ace,%20%C3%BC.txt`)).text()).toBe("spaced");
    expect(await (await fetch(`${origin}/.well-known/security.txt`)).text()).toBe("contact");
    expect((await fetch(`${origin}/.hidden`)).status).toBe(404);

    const css = await fetch(`${origin}/styles.css`);
    const etag = css.headers.get("etag")!;
    expect(etag).toMatch(/^W\/"[0-9a-f]{64}"$/);
    const url = /url\("(.*)"\)/.exec(await css.text())![1]!;
    const image = await fetch(origin + url);
    expect(image.headers.get("cache-control")).toContain("immutable");
    expect(await image.text()).toBe("<svg/>");

    const again = await fetch(`${origin}/styles.css`, { headers: { "if-none-match": etag } });
    expect(again.status).toBe(304);
    // Small files stay in memory: the second answer is the first one's
    expect(await (await fetch(`${origin}/img/a.svg`)).text()).toBe("<svg/>");
  });
});

buildTest("the build's id depends on what is served alone", async () => {
  await using project = await makeProject(FILES);
  const { root } = project;
  const build = async () => {
    const builder = new Builder({ root });
    await builder.build({ snapshot: "memory" });
    return builder.config.buildId;
  };
  const first = await build();
  expect(first).toMatch(/^[0-9a-f]{20}$/);
  expect(await build()).toBe(first);
  await project.write({ "static/img/a.svg": "<svg></svg>" });
  const second = await build();
  expect(second).not.toBe(first);
  await project.write({ "islands/Hello.tsx": "export default () => <b>bye</b>;" });
  expect(await build()).not.toBe(second);
});

buildTest("a build in memory gives an app its routes, islands and files", async () => {
  await using project = await makeProject(FILES);
  const builder = new Builder({ root: project.root, ignore: [/api/, /_test/] });
  builder.onTransformStaticFile(
    { pluginName: "banner", filter: /\.css$/ },
    ({ text }) => ({ content: `/* ours */ ${text}` }),
  );
  const applyBuild = await builder.build({ snapshot: "memory" });
  const app = new App().use(staticFiles()).fsRoutes();
  applyBuild(app);

  expect(await getHtml(app)).toContain("<!--frsh:island:Hello:0:--><b>hello you</b>");
  expect(await getHtml(app, "/styles.css")).toMatch(/^\/\* ours \*\/ h1 .*__frsh_c=/);
  expect(await getHtml(app, "/img/a.svg")).toBe("<svg/>");
  expect(await getHtml(app, "/api/7")).toContain("Not Found");
});

buildTest("islands are found by name, and read only public parts of the environment", async () => {
  await using project = await makeProject({
    ...FILES,
    "other/Env.tsx": `export default () => (
      <p>{Deno.env.get("FRESH_PUBLIC_X")} {process.env.FRESH_PUBLIC_X} {process.env.NODE_ENV}
      {typeof Deno === "undefined" ? "" : Deno.env.get("SECRET_X")}</p>);`,
  });
  Deno.env.set("FRESH_PUBLIC_X", "public-value");
  Deno.env.set("SECRET_X", "secret-value");
  const { root } = project;
  const builder = new Builder({ root });
  builder.registerIsland(join(root, "other/Env.tsx"));
  await builder.build();
  const dir = join(root, "_fresh/static/_fresh/js", builder.config.buildId);
  const code = await Deno.readTextFile(join(dir, "Env.js"));
  expect(code.match(/public-value/g)).toHaveLength(2);
  expect(code).toContain('"production"');
  expect(code).not.toContain("secret-value");
  for (const entry of Deno.readDirSync(dir)) expect(entry.name).not.toMatch(/\.map$/);
});

buildTest("several builds may run at the same time", async () => {
  await using project = await makeProject(FILES);
  const ids = await Promise.all([1, 2, 3].map(async () => {
    const builder = new Builder({ root: project.root });
    await builder.build({ snapshot: "memory" });
    return builder.config.buildId;
  }));
  expect(new Set(ids).size).toBe(1);
});

buildTest("an island with an error fails the build and says where", async () => {
  await using project = await makeProject({ "islands/Bad.tsx": "export default () => <p>;" });
  const build = new Builder({ root: project.root }).build();
  await expect(build).rejects.toThrow(/Bad\.tsx/);
});

buildTest("precompiled JSX must spare the elements that the server changes", async () => {
  await using project = await makeProject({
    "deno.json": `{ "compilerOptions": { // comment
      "jsx": "precompile", "jsxPrecompileSkipElements": ["a", "img"] } }`,
  });
  const build = new Builder({ root: project.root }).build();
  await expect(build).rejects.toThrow(/jsxPrecompileSkipElements to contain "source"/);
});

buildTest("while developing, files are read anew and the browser is told of restarts", async () => {
  await using project = await makeProject({
    ...FILES,
    "dev.ts": `import { Builder } from "fresh/dev";
      const builder = new Builder({ root: import.meta.dirname });
      builder.onTransformStaticFile({ pluginName: "x", filter: /\\.css$/ }, ({ text, mode }) =>
        ({ content: text + mode }));
      await builder.listen(() => import("./main.ts"), { hostname: "127.0.0.1", port: 0 });`,
  });
  await withServer(project, ["run", "-A", "dev.ts"], async (origin) => {
    const html = await (await fetch(origin)).text();
    expect(html).toContain("<b>hello you</b>");
    const devClient = /import "([^"]*fresh-dev\.js)"/.exec(html)![1]!;
    expect((await fetch(origin + devClient)).status).toBe(200);

    const css = async () => await (await fetch(`${origin}/styles.css`)).text();
    expect(await css()).toMatch(/development$/);
    await project.write({ "static/styles.css": "b {}" });
    expect(await css()).toBe("b {}development");
    expect((await fetch(`${origin}/img/missing.svg`)).status).toBe(404);
    for (const path of ["/..%2fmain.ts", "/%2e%2e/main.ts", "/img%2f..%2f..%2fmain.ts"]) {
      const response = await fetch(origin + path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain("staticFiles");
    }

    const events = await fetch(`${origin}/_fresh/live-reload`);
    expect(events.headers.get("content-type")).toBe("text/event-stream");
    const reader = events.body!.getReader();
    const text = new TextDecoder().decode((await reader.read()).value);
    expect(text).toMatch(/^retry: \d+\ndata: [0-9a-f]{32}\n\n$/);
    await reader.cancel();
  });
});
