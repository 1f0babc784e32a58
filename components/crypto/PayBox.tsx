/** What is to be sent, where to and until when: as text to copy, and as a code for a wallet. */
import type { ChainPaymentView } from "@/domain/crypto/view.ts";
import { CopyButton } from "@/islands/CopyButton.tsx";
import { Countdown } from "@/islands/Countdown.tsx";
import { WalletIcon } from "../icons.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { CodeField } from "../ui/CodeField.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { formatMoney } from "../ui/Money.tsx";
import { QrImage } from "../ui/QrImage.tsx";
import { AssetChoice } from "./AssetChoice.tsx";
import { doubtText, hasPart, isAllSent, priceText, titleOf } from "./texts.ts";

/** Props of `PayBox`. */
export interface PayBoxProps {
  payment: ChainPaymentView;
  /** The page itself, where a new rate is asked for. */
  path: string;
}

/**
 * What is left to be sent of the quote, or the way to a new one when it has run out; nothing while all is on its way, and
 * folded away while it may be wrong to send anything.
 */
export function PayBox({ payment, path }: PayBoxProps) {
  const { isExpired } = payment;
  if (isAllSent(payment)) return null;
  const doubt = doubtText(payment);
  if (doubt !== null) {
    return (
      <Disclosure summary="Show what to send all the same">
        <p class="mb-5 text-sm text-warn">{doubt}</p>
        <Terms payment={payment} path={path} />
      </Disclosure>
    );
  }
  const title = titleOf(payment);
  return (
    <Card
      title={hasPart(payment) && !isExpired ? `The rest in ${title}` : title}
      description={isExpired
        ? "The amount that was promised isn't valid any more."
        : `For ${formatMoney(payment.due)}, at ${priceText(payment)} a coin.`}
    >
      <Terms payment={payment} path={path} />
    </Card>
  );
}

function Terms({ payment, path }: PayBoxProps) {
  const { isExpired } = payment;
  return (
    <>
      {isExpired ? <RunOut payment={payment} path={path} /> : <Open payment={payment} />}
      {payment.rateKind === "last_good" && !isExpired && (
        <p class="mt-4 text-sm text-muted">
          Our price sources are out of reach just now: this is the last good rate, with a margin for
          its age. You can also wait, or pay in another way.
        </p>
      )}
      {isExpired && (
        <p class="mt-4 text-sm text-muted">
          What you have sent in time still counts: we keep looking at the address.
        </p>
      )}
    </>
  );
}

function Open({ payment }: { payment: ChainPaymentView }) {
  const { asset, amount, address, uri, qr, expiresAt, networkLabel } = payment;
  return (
    <div class="flex flex-col gap-5">
      <p class="text-sm text-ink-soft">
        Send exactly this amount of {asset}, on the{" "}
        <strong class="text-ink">{networkLabel} network only</strong>. The network's fee comes on
        top.
      </p>
      <div class="flex flex-wrap items-center justify-center gap-6 sm:flex-nowrap sm:justify-start">
        <QrImage code={qr} label={`QR code that asks a wallet for ${amount} ${asset}`} />
        <div class="flex min-w-0 flex-col gap-3">
          <p class="text-sm text-muted">
            Scan the code with your wallet. The amount holds until <DateTime value={expiresAt} />.
          </p>
          <Countdown expiresAt={expiresAt} />
          <div>
            <Button href={uri} variant="secondary" icon={WalletIcon}>Open in a wallet</Button>
          </div>
        </div>
      </div>
      <CodeField
        label={`Amount in ${asset}`}
        value={amount}
        actions={<CopyButton value={amount} what="amount" />}
      />
      <CodeField
        label={`${asset} address`}
        value={address}
        actions={<CopyButton value={address} what="address" />}
      />
    </div>
  );
}

function RunOut({ payment, path }: PayBoxProps) {
  const { asset, assetLabel, networkLabel: network } = payment;
  const assets = [{ asset, label: `New amount in ${assetLabel}`, networkLabel: network }];
  return <AssetChoice action={path} assets={assets} />;
}
