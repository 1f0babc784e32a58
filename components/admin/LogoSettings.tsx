/** The company's logo: how it looks on paper, another one, and taking it away. */
import {
  isWideLogo,
  type LogoView,
  MAX_LOGO_SIDE,
  MIN_LOGO_SIDE,
} from "@/domain/letterhead/view.ts";
import { TrashIcon, UploadIcon } from "../icons.tsx";
import { Button, Card, DateTime, ErrorSummary, FileInput } from "../ui/mod.ts";

/** What the page is called. */
export const LOGO_TITLE = "Logo";
export const LOGO_DESCRIPTION = "At the top of invoices, receipts and credit notes.";

/** Props of `LogoSettings`. */
export interface LogoSettingsProps {
  logo: LogoView | null;
  errors: Readonly<Record<string, string>>;
  canEdit: boolean;
}

/** Preview and forms. */
export function LogoSettings({ logo, errors, canEdit }: LogoSettingsProps) {
  return (
    <div class="flex flex-col gap-6">
      <Preview logo={logo} canEdit={canEdit} />
      {canEdit && <LogoForm errors={errors} hasLogo={logo !== null} />}
    </div>
  );
}

function Preview({ logo, canEdit }: Pick<LogoSettingsProps, "logo" | "canEdit">) {
  if (!logo) {
    return (
      <Card title="No logo yet">
        <p class="text-sm text-ink-soft">
          Documents have CloudNest's mark and your company's name in its place.
        </p>
      </Card>
    );
  }
  const { sha256, width, height, sizeBytes, uploadedAt } = logo;
  return (
    <Card title="On paper">
      <div class="flex min-h-[7rem] items-center justify-center rounded-md border border-line bg-white p-6">
        <img
          src={`/admin/settings/logo/file?v=${sha256.slice(0, 12)}`}
          alt="The logo"
          width={width}
          height={height}
          class="h-auto max-h-24 w-auto max-w-full"
        />
      </div>
      <p class="mt-4 text-sm text-ink-soft">
        {`${width} × ${height} pixels, ${Math.ceil(sizeBytes / 1024)} KB, since `}
        <DateTime value={uploadedAt} />
        {isWideLogo(logo)
          ? ". It is wide enough to stand alone."
          : ". Your company's name is printed beside it."}
      </p>
      {canEdit && (
        <form method="post" class="mt-4">
          <input type="hidden" name="action" value="remove" />
          <Button variant="danger" icon={TrashIcon}>Take the logo away</Button>
        </form>
      )}
    </Card>
  );
}

function LogoForm(
  { errors, hasLogo }: { errors: LogoSettingsProps["errors"]; hasLogo: boolean },
) {
  return (
    <Card
      title={hasLogo ? "Another logo" : "Upload a logo"}
      description="For what is issued from now on: documents that were issued before keep what they have."
    >
      <form method="post" enctype="multipart/form-data" class="flex flex-col gap-5" novalidate>
        <ErrorSummary errors={errors} />
        <input type="hidden" name="action" value="set" />
        <FileInput
          name="file"
          label="Picture"
          accept=".png,.jpg,.jpeg,image/png,image/jpeg"
          hint={`PNG or JPEG, 1 MB at the most, ${MIN_LOGO_SIDE} to ${MAX_LOGO_SIDE} pixels wide and high. What is transparent becomes white.`}
          error={errors.file}
          required
        />
        <div>
          <Button icon={UploadIcon}>Use this logo</Button>
        </div>
      </form>
    </Card>
  );
}
