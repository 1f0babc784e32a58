/**
 * Finds a Chromium that starts on this machine: CHROME_PATH, else one of the system, else the one in npm's
 * `@sparticuz/chromium`, unpacked together with the libraries and fonts that it brings, since a bare machine has no
 * NSS and no fonts. Test processes that run side by side share what was unpacked.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A Chromium and what its process needs in its environment. */
export interface ChromiumBinary {
  path: string;
  env: Record<string, string>;
}

const CACHE = join(fileURLToPath(import.meta.resolve("@/")), "node_modules", ".cache");
const SYSTEM_NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
];
const MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The package's own list of fonts names fixed folders; this one goes wherever it is unpacked. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="relative">cache</cachedir></fontconfig>
`;

/**
 * The Chromium to test with.
 *
 * @throws Error if CHROME_PATH names something that doesn't start; without CHROME_PATH there always is one.
 */
export async function findChromium(): Promise<ChromiumBinary> {
  const chosen = Deno.env.get("CHROME_PATH");
  if (chosen) {
    const binary = { path: chosen, env: {} };
    if (!await starts(binary)) throw new Error(`CHROME_PATH: ${chosen} does not start`);
    return binary;
  }
  for (const path of systemPaths()) {
    if (await isFile(path) && await starts({ path, env: {} })) return { path, env: {} };
  }
  return unpackChromium();
}

/** The Chromium of the npm package, unpacked into `cache` on first use. */
export async function unpackChromium(cache = CACHE): Promise<ChromiumBinary> {
  const packageDir = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..");
  const { version } = JSON.parse(await Deno.readTextFile(join(packageDir, "package.json")));
  const unpacked = join(cache, `chromium-${version}`);
  if (!await isFile(join(unpacked, "chromium"))) await unpackInto(cache, unpacked);
  const env: Record<string, string> = { LD_LIBRARY_PATH: join(unpacked, "al2023", "lib") };
  if (!await exists("/etc/fonts/fonts.conf")) env.FONTCONFIG_FILE = join(unpacked, "fonts.conf");
  return { path: join(unpacked, "chromium"), env };
}

/** Unpacks beside the target and renames, so that nobody ever sees half of it; who comes second throws theirs away. */
async function unpackInto(cache: string, target: string): Promise<void> {
  await Deno.mkdir(cache, { recursive: true });
  const dir = await Deno.makeTempDir({ dir: cache, prefix: "unpacking-" });
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(dirname(fileURLToPath(import.meta.url)), "unpack_chromium.ts")],
    // The package unpacks into the temporary folder, and its libraries only where it believes to be on such a system.
    env: { TMPDIR: dir, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
    stdout: "null",
  }).output();
  if (!success) throw new Error(`cannot unpack Chromium: ${new TextDecoder().decode(stderr)}`);
  await Deno.writeTextFile(join(dir, "fonts.conf"), FONTS);
  try {
    await Deno.rename(dir, target);
  } catch (error) {
    await Deno.remove(dir, { recursive: true });
    if (!await isFile(join(target, "chromium"))) throw error;
  }
}

async function starts(binary: ChromiumBinary): Promise<boolean> {
  try {
    const command = new Deno.Command(binary.path, {
      args: ["--version", "--no-sandbox"],
      env: binary.env,
      stdout: "null",
      stderr: "null",
    });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

function systemPaths(): string[] {
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter((folder) => folder !== "");
  return [...SYSTEM_NAMES.flatMap((name) => folders.map((dir) => join(dir, name))), MAC_CHROME];
}

async function isFile(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => null))?.isFile ?? false;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
