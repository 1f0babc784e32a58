/** The settings' sections. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { LOGO_DESCRIPTION, LOGO_TITLE } from "@/components/admin/LogoSettings.tsx";
import { SETTINGS_SECTIONS } from "@/components/admin/settings_sections.ts";
import { ArrowRightIcon } from "@/components/icons.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
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
          <SectionLink key={name} href={`/admin/settings/${name}`} {...section} />
        ))}
        <SectionLink
          href="/admin/settings/logo"
          title={LOGO_TITLE}
          description={LOGO_DESCRIPTION}
        />
      </div>
    </AdminLayout>
  );
});

/** A section as a card that is its link. */
function SectionLink(
  { href, title, description }: { href: string; title: string; description: string },
) {
  return (
    <a
      href={href}
      class="group flex items-start justify-between gap-4 rounded-lg border border-line bg-surface p-5 shadow-edge transition-colors duration-150 hover:border-line-strong hover:bg-raised"
    >
      <span class="min-w-0">
        <span class="block font-semibold text-ink">{title}</span>
        <span class="mt-1 block text-sm text-muted">{description}</span>
      </span>
      <ArrowRightIcon class="mt-1 size-4 shrink-0 text-faint group-hover:text-brand" />
    </a>
  );
}
