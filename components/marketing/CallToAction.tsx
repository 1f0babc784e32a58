/** The end of a public page: one sentence, one way on. */
import { drawNetwork } from "../brand/network.ts";
import { Network } from "../brand/Network.tsx";
import { ArrowRightIcon } from "../icons.tsx";
import { Button } from "../ui/Button.tsx";

const NETWORK = drawNetwork({ seed: 5, width: 1180, height: 380, spacing: 84 });

export interface CallToActionProps {
  title?: string;
  description?: string;
  primaryHref?: string;
  primaryLabel?: string;
  secondaryHref?: string;
  secondaryLabel?: string;
}

/** A panel with the motif behind it. */
export function CallToAction(props: CallToActionProps) {
  const {
    title = "Pick a plan, the rest is three steps",
    description = "No set-up call, no sales pitch. You see the full price before you sign up.",
    primaryHref = "/pricing",
    primaryLabel = "Compare prices",
    secondaryHref = "/contact",
    secondaryLabel = "Ask a question",
  } = props;
  return (
    <section class="mx-auto max-w-[76rem] px-4 pb-20 sm:px-6 sm:pb-28">
      <div class="relative isolate overflow-hidden rounded-xl border border-brand-800 bg-brand-950 px-6 py-14 sm:px-14 sm:py-20">
        <div class="absolute inset-0 -z-10">
          <Network id="cta" drawing={NETWORK} focus={[82, 50]} />
        </div>
        <h2 class="max-w-xl text-balance text-3xl font-semibold text-ink sm:text-4xl">{title}</h2>
        <p class="mt-4 max-w-lg text-pretty text-lg text-ink-soft">{description}</p>
        <div class="mt-8 flex flex-wrap gap-3">
          <Button href={primaryHref} size="lg" iconEnd={ArrowRightIcon}>{primaryLabel}</Button>
          <Button href={secondaryHref} size="lg" variant="secondary">{secondaryLabel}</Button>
        </div>
      </div>
    </section>
  );
}
