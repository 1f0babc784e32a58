/** A Chromium for tests: the one of `CHROME_PATH`, one on the system, or npm's `@sparticuz/chromium`. */
import { type Browser, chromium, type Page } from "playwright-core";
import type { App } from "../src/app.ts";

const SYSTEM_PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const QUIET = [
  "--no-sandbox",
  "--no-zygote",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
  "--disable-gpu",
];

/** Starts a browser. */
export async function launchBrowser(): Promise<Browser> {
  const path = findOnSystem();
  return path === null
    ? await launchPackaged()
    : await chromium.launch({ executablePath: path, args: QUIET });
}

/**
 * The package brings libraries that a bare system lacks, but unpacks them only where it believes to need them. Its own
 * arguments put the browser into a single process, which ends with the first window that closes.
 */
async function launchPackaged(): Promise<Browser> {
  Deno.env.set("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs22.x");
  const { default: packaged } = await import("@sparticuz/chromium");
  return await chromium.launch({
    executablePath: await packaged.executablePath(),
    args: QUIET,
    env: Deno.env.toObject(),
  });
}

function findOnSystem(): string | null {
  const configured = Deno.env.get("CHROME_PATH");
  if (configured) return configured;
  return SYSTEM_PATHS.find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  }) ?? null;
}

/** Serves an app and opens a page of a browser beside it. Errors that the page throws or logs are gathered. */
export async function withPage(
  browser: Browser,
  app: App<unknown>,
  test: (page: Page, origin: string, errors: string[]) => Promise<void>,
): Promise<void> {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    app.handler(),
  );
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await test(page, `http://127.0.0.1:${server.addr.port}`, errors);
  } finally {
    await context.close();
  }
}
