/** Run as a process of its own by `chromium.ts`: unpacks npm's Chromium into the folder that TMPDIR names. */
import chromium from "@sparticuz/chromium";

await chromium.executablePath();
