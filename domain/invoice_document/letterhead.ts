/** What a document is headed with: as it was when it was issued, or for those of before that was kept, as it is now. */
import type { DocumentDescription } from "@/domain/document/mod.ts";
import { isWideLogo, type Letterhead, readLogoContent } from "@/domain/letterhead/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Deps } from "@/domain/shared/deps.ts";

/** The head of a document's description. */
export type PrintedLetterhead = Pick<DocumentDescription, "sender" | "logo">;

/** The name and the logo for a document's description. */
export async function letterheadOf(
  deps: Deps,
  { letterhead }: { letterhead: Letterhead | null },
): Promise<PrintedLetterhead> {
  if (!letterhead) return { sender: (await getSettings(deps, "company")).name, logo: null };
  const { name, logo } = letterhead;
  const read = logo === null ? null : await readLogoContent(deps, logo);
  return { sender: name, logo: read && { ...read, isWide: isWideLogo(read) } };
}
