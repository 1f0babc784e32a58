/** The authenticator app: set it up, or see since when it is on and switch it off. */
import { Badge } from "../ui/Badge.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { TwoFactorSetup } from "@/islands/TwoFactorSetup.tsx";
import type { SecondFactorView } from "@/domain/second_factor/view.ts";
import { errorsFor, type SecurityForm } from "./forms.ts";
import { ProveForm } from "./ProveForm.tsx";

export interface FactorCardProps {
  factor: SecondFactorView;
  form: SecurityForm;
  /** Path of the page. */
  path: string;
}

export interface AppCardProps extends FactorCardProps {
  /** Setting up needs the password: it wasn't given a short while ago. */
  asksPassword: boolean;
}

/** The card of the authenticator app. */
export function AppCard({ factor, form, path, asksPassword }: AppCardProps) {
  const isOn = factor.totpSince !== null;
  const setupErrors = {
    ...errorsFor(form, "begin_totp"),
    ...errorsFor(form, "confirm_totp"),
  };
  return (
    <Card
      id="app"
      title="Authenticator app"
      description="Codes from your phone, asked for after your password."
      actions={isOn && <Badge tone="ok" dot>On</Badge>}
    >
      {isOn
        ? (
          <div class="flex flex-col gap-5">
            <p class="text-sm text-ink-soft">
              On since <DateTime value={factor.totpSince!} />.
            </p>
            <Disclosure
              summary="Switch it off"
              variant="danger"
              open={Object.keys(errorsFor(form, "disable_totp")).length > 0}
            >
              <ProveForm
                action="disable_totp"
                asksCode
                isDangerous
                submit="Switch the app off"
                errors={errorsFor(form, "disable_totp")}
              />
            </Disclosure>
          </div>
        )
        : (
          <TwoFactorSetup
            action={path}
            setup={factor.setup}
            asksPassword={asksPassword}
            error={setupErrors.code ?? setupErrors.password ?? setupErrors[""] ?? null}
          />
        )}
    </Card>
  );
}
