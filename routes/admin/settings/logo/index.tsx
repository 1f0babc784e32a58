/** The company's logo on invoices, receipts and credit notes. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { LOGO_DESCRIPTION, LOGO_TITLE, LogoSettings } from "@/components/admin/LogoSettings.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { getLogo, MAX_LOGO_BYTES, removeLogo, setLogo } from "@/domain/letterhead/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { BROKEN_FORM, formError } from "../../../(_lib)/actions.ts";
import { seeOther } from "../../../(_lib)/flash.ts";
import { readForm } from "../../../(_lib)/forms.ts";
import { frameOf } from "../../../(_lib)/frame.ts";
import { requireStaff } from "../../../(_lib)/guards.ts";
import { formStatus, problem } from "../../../(_lib)/problems.ts";
import { type Ctx, define } from "../../../(_lib)/state.ts";

const MAX_FORM_BYTES = MAX_LOGO_BYTES + 64 * 1024;
/** Unpacked, a logo takes many times its size. */
const FILES_AT_ONCE = 2;

const form = z.strictObject({
  action: z.enum(["set", "remove"], BROKEN_FORM),
  file: z.file("Choose the file with your logo.").optional(),
});

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, {})),
  POST: (ctx) => ctx.state.deps.lanes.share("logos", FILES_AT_ONCE, () => receive(ctx)),
});

async function receive(ctx: Ctx) {
  const read = await readForm(ctx, form, { maxBytes: MAX_FORM_BYTES });
  if (!read.ok) return await refuse(ctx, read.error);
  const { deps, requestId } = ctx.state;
  const actor = requireStaff(ctx);
  const { action, file = null } = read.value;
  const done = action === "set"
    ? await setLogo(deps, { actor, file, requestId })
    : await removeLogo(deps, { actor, requestId });
  if (!done.ok) return await refuse(ctx, done.error);
  return await seeOther(ctx, "/admin/settings/logo", {
    tone: "ok",
    text: action === "set"
      ? "The logo is on what is issued from now on."
      : "What is issued from now on has no logo.",
  });
}

async function refuse(ctx: Ctx, error: Failure) {
  return page(await load(ctx, formError(error)), formStatus(error));
}

async function load(ctx: Ctx, errors: Readonly<Record<string, string>>) {
  const viewer = requireStaff(ctx);
  const logo = await getLogo(ctx.state.deps, { viewer });
  if (!logo.ok) return problem(logo.error);
  return { logo: logo.value, errors, canEdit: viewer.permissions.has("settings.edit") };
}

export default define.page<typeof handler>(function AdminLogoPage(props) {
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title={LOGO_TITLE}
      description={LOGO_DESCRIPTION}
      breadcrumbs={[{ label: "Settings", href: "/admin/settings" }, { label: LOGO_TITLE }]}
    >
      <Head>
        <title>{`${LOGO_TITLE} · Settings · CloudNest`}</title>
      </Head>
      <LogoSettings {...props.data} />
    </AdminLayout>
  );
});
