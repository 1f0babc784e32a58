/** Whether somebody must switch on a second factor before anything else. */
import type { AccountView } from "@/domain/customer/mod.ts";
import type { SettingsOf } from "@/domain/settings/mod.ts";

/** Staff owe one where the settings say so, and they have none: asked on every request, for pages, API and streams. */
export function owesSecondFactor(
  account: Pick<AccountView, "staffRole" | "secondFactor">,
  settings: SettingsOf<"security">,
): boolean {
  return settings.staffNeedSecondFactor && account.staffRole !== null &&
    account.secondFactor === "none";
}
