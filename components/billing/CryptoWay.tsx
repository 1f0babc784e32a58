/** Paying in crypto: assets that are asked for on a page of their own, and addresses that are the same for everybody. */
import type { CryptoAssetView } from "@/domain/crypto/view.ts";
import type { InvoiceView, PaymentInstructionsView } from "@/domain/invoice/view.ts";
import { CopyButton } from "@/islands/CopyButton.tsx";
import { AssetChoice } from "../crypto/AssetChoice.tsx";
import { BitcoinIcon } from "../icons.tsx";
import { CodeField, formatMoney } from "../ui/mod.ts";
import { Way } from "./Way.tsx";

/** The fixed addresses without those of assets that are received at an address of the invoice's own. */
export function withoutOffered(
  addresses: PaymentInstructionsView["crypto"],
  assets: readonly CryptoAssetView[],
): PaymentInstructionsView["crypto"] {
  const own = assets.filter(({ isFixed }) => !isFixed);
  const offered = new Set(own.map(({ asset, networkLabel }) => `${asset} ${networkLabel}`));
  return addresses.filter(({ asset, network }) => !offered.has(`${asset} ${networkName(network)}`));
}

/** The buttons of the assets, then the fixed addresses. */
export function CryptoWay(
  { invoice, addresses, assets }: {
    invoice: InvoiceView;
    addresses: PaymentInstructionsView["crypto"];
    assets: readonly CryptoAssetView[];
  },
) {
  return (
    <Way icon={BitcoinIcon} title="Cryptocurrency">
      {assets.length > 0 && (
        <div class="flex flex-col gap-3">
          <p class="text-sm text-muted">
            Choose what to pay with: you get the amount at the rate of now, and what happens if
            something goes another way.
          </p>
          <AssetChoice action={`/dashboard/invoices/${invoice.id}/crypto`} assets={assets} />
        </div>
      )}
      {addresses.length > 0 && (
        <FixedAddresses invoice={invoice} addresses={addresses} isBelow={assets.length > 0} />
      )}
    </Way>
  );
}

/** Addresses that are the same for everybody: the amount is the customer's to reckon. */
function FixedAddresses(
  { invoice, addresses, isBelow }: {
    invoice: InvoiceView;
    addresses: PaymentInstructionsView["crypto"];
    isBelow: boolean;
  },
) {
  return (
    <div class={isBelow ? "mt-5" : ""}>
      <div class="flex flex-col gap-4">
        {addresses.map(({ asset, network, address }) => (
          <CodeField
            key={`${asset} ${network}`}
            label={`${asset} on ${networkName(network)}`}
            value={address}
            actions={<CopyButton value={address} what={`${asset} address`} />}
          />
        ))}
      </div>
      {addresses.some((entry) => entry.isExample) && (
        <p class="mt-3 text-sm text-warn">
          These are example addresses that anybody can empty: don't pay to them. Staff set the real
          ones in the settings.
        </p>
      )}
      <p class="mt-3 text-sm text-muted">
        Send what {formatMoney(invoice.due)}{" "}
        are worth today, on the network named above only, and upload the transaction's hash or a
        screenshot as proof below.
      </p>
    </div>
  );
}

function networkName(network: string): string {
  return network.charAt(0).toUpperCase() + network.slice(1);
}
