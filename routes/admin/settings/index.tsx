/** The settings' sections. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { LOGO_DESCRIPTION, LOGO_TITLE } from "@/components/admin/LogoSettings.tsx";
import { SETTINGS_SECTIONS } from "@/components/admin/settings_sections.ts";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Card, TextLink } from "@/components/ui/mod.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({ GET: () => page({}) });

export default define.page<typeof handler>(function AdminSettingsPage(props) {
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Settings"
      description="Each change is in the audit log. The owner gets a mail when it concerns where money goes."
    >
      <Head>
        <title>Settings · Staff · CloudNest</title>
      </Head>
      <div class="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {Object.entries(SETTINGS_SECTIONS).map(([name, section]) => (
          <Card key={name} title={section.title} description={section.description}>
            <TextLink href={`/admin/settings/${name}`}>
              Open<span class="sr-only">{` ${section.title}`}</span>
            </TextLink>
          </Card>
        ))}
        <Card title={LOGO_TITLE} description={LOGO_DESCRIPTION}>
          <TextLink href="/admin/settings/logo">
            Open<span class="sr-only">{` ${LOGO_TITLE}`}</span>
          </TextLink>
        </Card>
      </div>
    </AdminLayout>
  );
});
