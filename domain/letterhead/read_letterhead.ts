/** Reading letterheads: for issuing documents, for printing them, and for staff with `settings.view`. */
import { getSettings } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { type NotFound, notFound, ok, type Result } from "@/domain/shared/result.ts";
import { readUpload } from "@/domain/upload/mod.ts";
import { type Logo, readCurrentLogo, readLogo } from "./repo.ts";
import type { Letterhead, LogoView } from "./view.ts";

/** What documents that are issued now are headed with. */
export async function currentLetterhead(deps: Deps): Promise<Letterhead> {
  const [{ name }, logo] = await Promise.all([
    getSettings(deps, "company"),
    readCurrentLogo(deps.kv),
  ]);
  return { name, logo };
}

/** A logo with its content, to be drawn. */
export interface LogoContent {
  content: Uint8Array;
  contentType: Logo["contentType"];
  width: number;
  height: number;
}

/** The logo that a document names. One whose content isn't what its name says is `null`, and told to the log. */
export async function readLogoContent(
  deps: Pick<Deps, "kv" | "log">,
  sha256: string,
): Promise<LogoContent | null> {
  const logo = await readLogo(deps.kv, sha256);
  if (logo) {
    try {
      const content = await contentOf(deps.kv, logo);
      const { contentType, width, height } = logo;
      return { content, contentType, width, height };
    } catch (error) {
      deps.log.error("logo.damaged", { sha256, error });
      return null;
    }
  }
  deps.log.error("logo.missing", { sha256 });
  return null;
}

/** The logo of what is issued now; `null` for none. */
export async function getLogo(
  deps: Pick<Deps, "kv">,
  { viewer }: { viewer: StaffActor },
): Promise<Result<LogoView | null, NotFound>> {
  if (!viewer.permissions.has("settings.view")) return notFound();
  const sha256 = await readCurrentLogo(deps.kv);
  const logo = sha256 === null ? null : await readLogo(deps.kv, sha256);
  if (!logo) return ok(null);
  const { contentType, sizeBytes, width, height, uploadedAt } = logo;
  return ok({ sha256: logo.sha256, contentType, sizeBytes, width, height, uploadedAt });
}

/** A logo's file, to be sent as an attachment. */
export interface LogoDownload {
  fileName: string;
  contentType: string;
  sizeBytes: number;
  content: Uint8Array;
}

/** The file of the logo of what is issued now, for staff with `settings.view`. */
export async function readCurrentLogoFile(
  deps: Pick<Deps, "kv" | "log">,
  { viewer }: { viewer: StaffActor },
): Promise<Result<LogoDownload, NotFound>> {
  const isAllowed = viewer.permissions.has("settings.view");
  const sha256 = isAllowed ? await readCurrentLogo(deps.kv) : null;
  const logo = sha256 === null ? null : await readLogoContent(deps, sha256);
  if (!logo) return notFound();
  const { content, contentType } = logo;
  const fileName = contentType === "image/png" ? "logo.png" : "logo.jpg";
  return ok({ fileName, contentType, sizeBytes: content.length, content });
}

/** @throws Error unless it is the content that was kept. */
async function contentOf(
  kv: Deno.Kv,
  { uploadId, chunkCount, sha256 }: Logo,
): Promise<Uint8Array<ArrayBuffer>> {
  const stream = readUpload(kv, { id: uploadId, chunkCount });
  const content = new Uint8Array(await new Response(stream).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content)).toHex();
  if (digest !== sha256) throw new Error("the content has another digest");
  return content;
}
