/** Tells staff that an asset is paused, and that this is over: a mail and an audit event each, in the commit that notes it. */
import { stageAudit } from "@/domain/audit/mod.ts";
import { stageMail } from "@/domain/mail/mod.ts";
import type { SystemActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { ASSET_FACTS } from "./asset.ts";
import type { Pair } from "./price_sources.ts";
import type { RateRecord } from "./rate_record.ts";
import { minuteText, staffRecipient } from "./staff_mails.ts";

const ACTOR: SystemActor = { kind: "system", id: "crypto.rates" };
const LINK = "/admin/payments/rates";

/** Stages what a change of a pair's record is worth telling; one check, and only when a pause begins or ends. */
export async function stagePauseNews(
  tx: Tx,
  deps: Deps,
  { pair, before, after }: { pair: Pair; before: RateRecord; after: RateRecord },
): Promise<void> {
  const since = after.pausedSince ?? before.pausedSince;
  const isPaused = after.pausedSince !== null;
  if (since === null || isPaused === (before.pausedSince !== null)) return;
  const { asset, currency } = pair;
  const name = `${asset}_${currency}`;
  const variables = {
    asset: `${ASSET_FACTS[asset].label} in ${currency}`,
    since: minuteText(since),
    link: LINK,
  };
  stageAudit(tx, deps, {
    actor: ACTOR,
    action: isPaused ? "crypto.rate_paused" : "crypto.rate_resumed",
    subject: { kind: "rate", id: name },
    after: { pausedSince: since, sources: after.asked?.sources ?? [] },
  });
  const to = await staffRecipient(deps);
  if (!isPaused) {
    const rate = `${after.good!.price} ${currency}`;
    return await stageMail(tx, deps, {
      fact: `crypto_resumed:${name}:${since}`,
      to,
      template: "crypto_resumed",
      variables: { ...variables, rate },
    });
  }
  deps.log.warn("rate.paused", { ...pair });
  await stageMail(tx, deps, {
    fact: `crypto_paused:${name}:${since}`,
    to,
    template: "crypto_paused",
    variables: { ...variables, lastGood: after.good ? minuteText(after.good.at) : "never" },
  });
}
