/**
 * Real pages in a real Chromium. A page that throws, logs an error or breaks the content security policy fails its
 * test; a failing test leaves a screenshot in `data/screenshots/`. There is no way to skip for want of a browser.
 */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { type ChromiumBinary, findChromium } from "./chromium.ts";

/** How the page is opened. */
export interface PageOptions {
  /** Whether scripts run; they do unless told. */
  javaScript?: boolean;
  /** Width of the window in CSS pixels, 1440 unless told. */
  width?: number;
  height?: number;
  /** Cookies as `name=value`, for example the session of a signed-in visitor. */
  cookies?: readonly string[];
  /** Errors of the page that the test provokes on purpose: those that contain one of these texts. */
  expectedErrors?: readonly string[];
  reducedMotion?: boolean;
}

/** What a browser test works with. */
export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** Origin of the server; `page.goto("/pricing")` works too. */
  url: string;
}

const SWITCHES = [
  "--no-sandbox",
  "--no-first-run",
  "--no-zygote",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-dev-shm-usage",
  "--font-render-hinting=none",
  // Pages of tests live on this machine: nothing else resolves.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

let shared: Promise<Browser> | null = null;

// Starting a browser takes longer than most tests: those of one file share it.
Deno.test.afterAll(async () => {
  const browser = await shared;
  shared = null;
  await browser?.close();
});

/** The browser of this test file, `findChromium()`'s; every `withPage()` has a window and cookies of its own. */
export function sharedBrowser(): Promise<Browser> {
  return shared ??= launchBrowser();
}

/** Waits until the clipboard holds `text`: a page writes it a moment after the click. */
export async function waitForClipboard(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    async (wanted) => await navigator.clipboard.readText() === wanted,
    text,
  );
}

/** Starts a browser, `findChromium()`'s unless told; who starts it closes it. */
export async function launchBrowser(binary?: ChromiumBinary): Promise<Browser> {
  const { path, env } = binary ?? await findChromium();
  return await chromium.launch({
    executablePath: path,
    env: { ...Deno.env.toObject(), ...env },
    args: SWITCHES,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/**
 * Runs `work` with a page on a server: the origin of one that runs, or a handler, which is served on a free port.
 * The page opens in a fresh window of `browser`, the file's shared one unless told.
 */
export async function withPage<T>(
  target: string | Deno.ServeHandler,
  options: PageOptions & { browser?: Browser },
  work: (open: OpenPage) => Promise<T>,
): Promise<T> {
  await using server = serve(target);
  return await openPage(options.browser ?? await sharedBrowser(), server.url, options, work);
}

async function openPage<T>(
  browser: Browser,
  url: string,
  options: PageOptions,
  work: (open: OpenPage) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    baseURL: url,
    javaScriptEnabled: options.javaScript ?? true,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    reducedMotion: options.reducedMotion ? "reduce" : "no-preference",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  try {
    context.setDefaultTimeout(30_000);
    await context.addCookies((options.cookies ?? []).map((cookie) => toCookie(cookie, url)));
    const errors: string[] = [];
    context.on("page", (page) => collectErrors(page, errors));
    const page = await context.newPage();
    try {
      const result = await work({ page, context, url });
      failOnErrors(errors, options.expectedErrors ?? []);
      return result;
    } catch (error) {
      await takeScreenshot(page);
      throw error;
    }
  } finally {
    await context.close();
  }
}

function serve(target: string | Deno.ServeHandler): AsyncDisposable & { url: string } {
  if (typeof target === "string") {
    return { url: new URL(target).origin, [Symbol.asyncDispose]: () => Promise.resolve() };
  }
  const abort = new AbortController();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", signal: abort.signal, onListen: () => {} },
    target as Deno.ServeHandler<Deno.NetAddr>,
  );
  return {
    // The name, because cookies and secure-context rules treat it as the app's own default address.
    url: `http://localhost:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await server.finished;
    },
  };
}

function toCookie(cookie: string, url: string) {
  const [pair] = cookie.split(";");
  const at = pair!.indexOf("=");
  return { name: pair!.slice(0, at).trim(), value: pair!.slice(at + 1), url };
}

/** A refused form (4xx) is logged by Chromium as a resource that failed to load: that is no error of the page. */
function collectErrors(page: Page, errors: string[]): void {
  page.on("pageerror", (error) => errors.push(`${page.url()}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    const isStatus = message.location().url === page.url() &&
      message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isStatus) errors.push(`${page.url()}: ${message.text()}`);
  });
}

function failOnErrors(errors: readonly string[], expected: readonly string[]): void {
  const unexpected = errors.filter((error) => !expected.some((text) => error.includes(text)));
  if (unexpected.length > 0) throw new Error(`errors in the page:\n${unexpected.join("\n")}`);
}

async function takeScreenshot(page: Page): Promise<void> {
  const name = new URL(page.url(), "http://none").pathname.replaceAll(/[^a-z0-9]+/gi, "-");
  const path = `data/screenshots/${name.replaceAll(/^-|-$/g, "") || "page"}-${Date.now()}.png`;
  // A page that has crashed has no picture; the test's own error says more.
  const saved = await page.screenshot({ path, fullPage: true }).then(() => true, () => false);
  if (saved) console.error(`screenshot of the failure: ${path}`);
}
