/** One section of the settings. */
import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { AddressPreviews } from "@/components/admin/chain/AddressPreviews.tsx";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { type SectionName, SETTINGS_SECTIONS } from "@/components/admin/settings_sections.ts";
import { SettingsForm } from "@/components/admin/SettingsForm.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { previewAddresses } from "@/domain/crypto/mod.ts";
import { getSettings, maskValues, updateSettings } from "@/domain/settings/mod.ts";
import { formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireStaff } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import {
  fieldErrors,
  settingsOf,
  settingsSchema,
  textsOf,
  withoutKeys,
} from "../../(_lib)/settings_form.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../../(_lib)/step_up.ts";

/** Sections that say where money goes, what it counts for, or who gets in. */
const SENSITIVE: ReadonlySet<SectionName> = new Set([
  "bank",
  "crypto",
  "chains",
  "confirmations",
  "rates",
  "limits",
  "security",
]);

export const handler = define.handlers({
  async GET(ctx) {
    const name = nameOf(ctx);
    const stored = await getSettings(ctx.state.deps, name);
    const values = mayEdit(ctx, name) ? stored : await maskValues(name, stored);
    return page(
      await shown(ctx, name, { texts: textsOf(SETTINGS_SECTIONS[name], values), errors: {} }),
    );
  },
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const name = nameOf(ctx);
    const detour = SENSITIVE.has(name) ? requireStepUp(ctx) : null;
    if (detour) return detour;
    const section = SETTINGS_SECTIONS[name];
    const read = await readForm(ctx, settingsSchema(section));
    const texts = withoutKeys(read.typed.texts);
    if (!read.ok) {
      return page(
        await shown(ctx, name, { texts, errors: read.error.fields }),
        formStatus(read.error),
      );
    }
    const typed = settingsOf(section, read.typed.texts);
    const actor = requireStaff(ctx);
    const { values } = typed;
    const saved = await updateSettings(deps, { actor, section: name, values, requestId });
    if (saved.ok) {
      const text = `${section.title} saved.`;
      return await seeOther(ctx, `/admin/settings/${name}`, { tone: "ok", text });
    }
    if (saved.error.code === "not_found") return problem(saved.error);
    const errors = fieldErrors(section, typed, formError(saved.error));
    return page(await shown(ctx, name, { texts, errors }), formStatus(saved.error));
  },
});

function nameOf(ctx: Ctx): SectionName {
  const name = ctx.params.section ?? "";
  if (!Object.hasOwn(SETTINGS_SECTIONS, name)) throw new HttpError(404);
  return name as SectionName;
}

async function shown(
  ctx: Ctx,
  name: SectionName,
  form: { texts: Record<string, string>; errors: Record<string, string> },
) {
  const canEdit = mayEdit(ctx, name);
  const needsProof = !canEdit && requireStaff(ctx).permissions.has("settings.edit");
  const viewer = requireStaff(ctx);
  const previews = name === "chains" ? await previewAddresses(ctx.state.deps, { viewer }) : [];
  return { name, form, canEdit, needsProof, previews };
}

function mayEdit(ctx: Ctx, name: SectionName): boolean {
  const hasRight = requireStaff(ctx).permissions.has("settings.edit");
  return hasRight && (!SENSITIVE.has(name) || isConfirmed(ctx));
}

export default define.page<typeof handler>(function AdminSettingsSectionPage(props) {
  const { name, form, canEdit, needsProof, previews } = props.data;
  const section = SETTINGS_SECTIONS[name];
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title={section.title}
      description={section.description}
      breadcrumbs={[{ label: "Settings", href: "/admin/settings" }, { label: section.title }]}
    >
      <Head>
        <title>{`${section.title} · Settings · CloudNest`}</title>
      </Head>
      {needsProof && (
        <div class="mb-6">
          <ProofGate
            isConfirmed={false}
            path={`/admin/settings/${name}`}
            what="change these settings"
          >
            {null}
          </ProofGate>
        </div>
      )}
      <SettingsForm section={section} form={form} canEdit={canEdit} />
      {previews.length > 0 && (
        <div class="mt-6 flex flex-col gap-6">
          <AddressPreviews previews={previews} />
        </div>
      )}
    </AdminLayout>
  );
});
