/** The file of the company's logo, for the preview: like any upload, always a download. */
import { readCurrentLogoFile } from "@/domain/letterhead/mod.ts";
import { attachment } from "../../../(_lib)/downloads.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { problem } from "../../../(_lib)/problems.ts";
import { define } from "../../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const logo = await readCurrentLogoFile(ctx.state.deps, { viewer: requireStaff(ctx) });
    return logo.ok ? attachment(logo.value) : problem(logo.error);
  },
});
