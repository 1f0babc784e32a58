/** Where the machines stand: a dotted map, and the list that it illustrates. */
import { SectionHeader } from "../ui/SectionHeader.tsx";
import { cityOnMap, landPath, MAP_SIZE } from "./world.ts";

export interface Location {
  city: string;
  country: string;
  /** The data center's short name, such as "fra1". */
  code: string;
}

const LAND = landPath();

/** A section for all data centers. */
export function Locations({ locations }: { locations: Location[] }) {
  return (
    <section class="border-b border-line bg-surface/40" aria-labelledby="locations">
      <div class="mx-auto max-w-[76rem] px-4 py-20 sm:px-6 sm:py-28">
        <SectionHeader
          id="locations"
          eyebrow="Locations"
          title="Close to the people you serve"
          description="You choose the data center with your order. What each one has left is shown there."
        />
        <div class="mt-12 grid gap-10 lg:grid-cols-[1.7fr_1fr] lg:items-center">
          <DottedMap locations={locations} />
          <ul class="grid gap-x-8 border-t border-line sm:grid-cols-2 lg:grid-cols-1">
            {locations.map((location) => (
              <li
                key={location.code}
                class="flex items-baseline justify-between gap-4 border-b border-line py-3.5"
              >
                <span class="min-w-0">
                  <span class="text-base font-medium text-ink">{location.city}</span>
                  <span class="ml-2 text-sm text-muted">{location.country}</span>
                </span>
                <span class="font-mono text-xs uppercase text-brand">{location.code}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

function DottedMap({ locations }: { locations: Location[] }) {
  const pins = locations.map((location) => cityOnMap(location.city)).filter((pin) =>
    pin !== undefined
  );
  const ordered = [...pins].sort((a, b) => a.x - b.x);
  return (
    <svg
      aria-hidden="true"
      viewBox={`-1 -1 ${MAP_SIZE.width + 2} ${MAP_SIZE.height + 2}`}
      class="w-full"
      fill="none"
      stroke-linecap="round"
    >
      <path d={LAND} class="stroke-brand-800" stroke-width="0.5" stroke-dasharray="0 1" />
      {ordered.slice(1).map((pin, index) => {
        const from = ordered[index]!;
        const lift = Math.min(from.y, pin.y) - Math.abs(pin.x - from.x) * 0.18 - 0.6;
        return (
          <path
            key={`${pin.x}-${pin.y}`}
            d={`M${from.x} ${from.y}Q${(from.x + pin.x) / 2} ${lift} ${pin.x} ${pin.y}`}
            class="stroke-brand-600"
            stroke-width="0.16"
          />
        );
      })}
      {pins.map((pin) => (
        <g key={`${pin.x}-${pin.y}`}>
          <circle cx={pin.x} cy={pin.y} r="1.7" class="fill-accent" opacity="0.16" />
          <circle cx={pin.x} cy={pin.y} r="0.62" class="fill-accent" />
        </g>
      ))}
    </svg>
  );
}
