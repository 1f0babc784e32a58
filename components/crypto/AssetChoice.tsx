/** The assets that an invoice can be paid in: each a button that asks for what it costs now. */
import type { CryptoAssetView } from "@/domain/crypto/view.ts";
import { Button } from "../ui/Button.tsx";

/** Props of `AssetChoice`. */
export interface AssetChoiceProps {
  /** Where the form goes. */
  action: string;
  assets: readonly CryptoAssetView[];
  /** The asset that is shown already. */
  current?: string;
}

/** `action=quote asset`. */
export function AssetChoice({ action, assets, current }: AssetChoiceProps) {
  return (
    <form method="post" action={action}>
      <input type="hidden" name="action" value="quote" />
      <ul class="grid gap-3 sm:grid-cols-2">
        {assets.map(({ asset, label, networkLabel, isPaused }) => (
          <li key={asset}>
            <Button name="asset" value={asset} variant="secondary" block class="h-auto py-3">
              <span class="flex w-full items-center justify-between gap-3 text-left">
                <span>
                  <span class="block text-ink">{label}</span>
                  <span
                    class={`block text-xs font-normal ${isPaused ? "text-warn" : "text-muted"}`}
                  >
                    {asset === current
                      ? "Shown here"
                      : isPaused
                      ? "Paused: no rate just now"
                      : `${networkLabel} network`}
                  </span>
                </span>
                <span class="font-mono text-sm text-brand">{asset}</span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </form>
  );
}
