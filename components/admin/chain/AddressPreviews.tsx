/** The first addresses of the account keys, to be compared with the wallet that the keys came from. */
import type { AddressPreview } from "@/domain/crypto/view.ts";
import { Card } from "../../ui/Card.tsx";

/** A wallet looks for money at so many unused addresses in a row: BIP 44's gap limit. */
const GAP_LIMIT = 20;

/** A card for each chain; nothing where no key is set. */
export function AddressPreviews({ previews }: { previews: AddressPreview[] }) {
  return (
    <>
      {previews.map(({ networkLabel, addresses, account, givenCount }) => (
        <Card
          key={networkLabel}
          title={`First addresses on ${networkLabel}`}
          description="Your wallet must show the same ones. If it doesn't, this isn't its key: customers would pay into the void."
        >
          <ol class="flex flex-col gap-2 text-sm">
            {addresses.map((address, index) => (
              <li key={address} class="flex gap-3">
                <span class="text-muted tabular-nums">{index}</span>
                <code class="min-w-0 text-ink wrap-anywhere">{address}</code>
              </li>
            ))}
          </ol>
          <p class="mt-4 text-sm text-muted">
            {givenCount === 0
              ? "No address was given to an invoice yet."
              : `${givenCount} were given to invoices so far.`}{" "}
            {`Set your wallet's gap limit higher than the ${GAP_LIMIT} that most look ahead: an invoice that nobody pays leaves its address unused.`}
            {" "}
            In the report of coins received this wallet is called{" "}
            <code class="text-ink-soft">{account}</code>.
          </p>
        </Card>
      ))}
    </>
  );
}
