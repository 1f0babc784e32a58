/** What the chain has shown, and transactions that were named: lists beside a payment. */
import type { ChainPaymentView, ClaimView, SightingView } from "@/domain/crypto/view.ts";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import { bookedText } from "./texts.ts";

/** All that came; nothing while nothing has. */
export function Sightings({ payment }: { payment: ChainPaymentView }) {
  const { sightings, claims } = payment;
  if (sightings.length + claims.length === 0) return null;
  return (
    <Card title="Transactions">
      <ul class="-my-3 divide-y divide-line">
        {sightings.map((sighting) => <Sighting key={sighting.key} sighting={sighting} />)}
        {claims.map((claim) => <Claim key={claim.txid} claim={claim} />)}
      </ul>
    </Card>
  );
}

function Sighting({ sighting }: { sighting: SightingView }) {
  const { txid, amount, firstSeenAt, status, confirmations, needed } = sighting;
  const detail = status === "confirming"
    ? `${confirmations} of ${needed} confirmations`
    : bookedText(sighting);
  return (
    <li class="flex flex-col gap-1 py-3 text-sm">
      <span class="flex flex-wrap items-baseline justify-between gap-x-4">
        <span class="font-medium tabular-nums text-ink">{amount}</span>
        <StatusBadge kind="sighting" status={status} />
      </span>
      <code class="text-xs text-muted wrap-anywhere">{txid}</code>
      <span class="text-xs text-muted">
        <DateTime value={firstSeenAt} />
        {detail && `, ${detail}`}
      </span>
    </li>
  );
}

function Claim({ claim }: { claim: ClaimView }) {
  return (
    <li class="flex flex-col gap-1 py-3 text-sm">
      <span class="flex flex-wrap items-baseline justify-between gap-x-4">
        <span class="font-medium text-ink">{claim.asset}</span>
        <StatusBadge kind="claim" status={claim.status} />
      </span>
      <code class="text-xs text-muted wrap-anywhere">{claim.txid}</code>
      <span class="text-xs text-muted">
        Named <DateTime value={claim.namedAt} />
      </span>
      {claim.reason && <p class="text-sm text-warn wrap-anywhere">{claim.reason}</p>}
    </li>
  );
}
