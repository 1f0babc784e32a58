/** Style guide: colours, type, brand and icons. */
import { Logo, LogoMark } from "../brand/Logo.tsx";
import { drawNetwork } from "../brand/network.ts";
import { Network } from "../brand/Network.tsx";
import * as icons from "../icons.tsx";
import { Group, Row } from "./Sample.tsx";

const NETWORK = drawNetwork({ seed: 7, width: 960, height: 560, spacing: 84 });

const SWATCHES: Array<readonly [name: string, className: string]> = [
  ["ground", "bg-ground"],
  ["surface", "bg-surface"],
  ["raised", "bg-raised"],
  ["hover", "bg-hover"],
  ["line", "bg-line"],
  ["line-strong", "bg-line-strong"],
  ["line-control", "bg-line-control"],
  ["faint", "bg-faint"],
  ["muted", "bg-muted"],
  ["ink-soft", "bg-ink-soft"],
  ["ink", "bg-ink"],
  ["brand-950", "bg-brand-950"],
  ["brand-900", "bg-brand-900"],
  ["brand-800", "bg-brand-800"],
  ["brand-700", "bg-brand-700"],
  ["brand-600", "bg-brand-600"],
  ["brand-500", "bg-brand-500"],
  ["brand-400", "bg-brand-400"],
  ["brand-300", "bg-brand-300"],
  ["accent", "bg-accent"],
  ["ok", "bg-ok"],
  ["warn", "bg-warn"],
  ["bad", "bg-bad"],
];

/** Everything below the components. */
export function Foundations() {
  return (
    <>
      <Group title="Colours">
        <ul class="grid grid-cols-3 gap-3 sm:grid-cols-6 lg:grid-cols-8">
          {SWATCHES.map(([name, className]) => (
            <li key={name} class="text-xs text-muted">
              <span class={`mb-1.5 block h-12 rounded-md border border-line-strong ${className}`} />
              {name}
            </li>
          ))}
        </ul>
      </Group>
      <Group title="Type">
        <p class="text-6xl font-semibold">Servers 6xl</p>
        <p class="text-5xl font-semibold">Servers 5xl</p>
        <p class="text-4xl font-semibold">Servers 4xl</p>
        <p class="text-3xl font-semibold">Servers 3xl</p>
        <p class="text-2xl font-semibold">Servers 2xl</p>
        <p class="text-xl font-semibold">Servers xl</p>
        <p class="text-lg text-ink-soft">Lead text lg: order in three steps.</p>
        <p class="text-base text-ink-soft">Body base: order in three steps.</p>
        <p class="text-sm text-ink-soft">Interface sm: order in three steps.</p>
        <p class="text-xs text-muted">Small xs: order in three steps.</p>
        <p class="text-base tabular-nums text-ink-soft">0123456789 Ελληνικά Кириллица Łódź</p>
      </Group>
      <Group title="Brand">
        <Row>
          <Logo />
          <LogoMark class="size-16" />
          <LogoMark class="size-6" />
        </Row>
        <div class="relative h-72 overflow-hidden rounded-xl border border-line bg-surface">
          <Network id="guide" drawing={NETWORK} focus={[50, 50]} />
        </div>
      </Group>
      <Group title="Icons">
        <ul class="flex flex-wrap gap-3 text-ink-soft">
          {Object.entries(icons).map(([name, Picture]) => (
            <li
              key={name}
              title={name}
              class="flex size-10 items-center justify-center rounded-md border border-line"
            >
              <Picture class="size-5" />
            </li>
          ))}
        </ul>
      </Group>
    </>
  );
}
