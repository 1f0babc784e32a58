/** A warning that customers can't pay in some assets, because nobody knows their rates. */
import { Alert } from "../../ui/Alert.tsx";
import { Button } from "../../ui/Button.tsx";

/** Nothing while no asset is paused. */
export function PausedAssets(
  { paused, class: className }: {
    paused: ReadonlyArray<{ asset: string; currency: string }>;
    class?: string;
  },
) {
  if (paused.length === 0) return null;
  const names = paused.map(({ asset, currency }) => `${asset} in ${currency}`);
  return (
    <Alert
      tone="warn"
      class={className}
      title={`Paused: ${new Intl.ListFormat("en").format(names)}`}
      actions={
        <Button href="/admin/payments/rates" variant="secondary" size="sm">
          See what each source says
        </Button>
      }
    >
      The price sources don't agree, so customers can't ask what an invoice costs in it.
    </Alert>
  );
}
