/** The page that Fresh and bare Preact both render: a price list of about 15 kB, as pages of a shop are built. */
import type { ComponentChildren } from "preact";

const ROWS = Array.from({ length: 46 }, (_, index) => ({
  name: `Server plan number ${index + 1}`,
  slug: `plan-${index + 1}`,
  cores: (index % 8) + 1,
  memoryGb: 2 ** (index % 6),
  price: `${(index + 1) * 5}.00 €`,
  isNew: index % 7 === 0,
}));

/** The document around the page. */
export function Document({ children }: { children?: ComponentChildren }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Plans &amp; prices</title>
        <link rel="stylesheet" href="/styles.css" />
      </head>
      <body class="min-h-screen bg-slate-950 text-slate-100">{children}</body>
    </html>
  );
}

/** The page itself. */
export function PriceList() {
  return (
    <main class="mx-auto max-w-5xl px-4 py-8">
      <h1 class="text-3xl font-semibold">Plans and prices</h1>
      <ul class="mt-6 grid gap-4">{ROWS.map((row) => <Row key={row.slug} {...row} />)}</ul>
    </main>
  );
}

function Row({ name, slug, cores, memoryGb, price, isNew }: typeof ROWS[number]) {
  return (
    <li id={slug} class="rounded-lg border border-slate-800 p-4">
      <h2 class="text-lg font-medium">
        {name}
        {isNew && <Badge tone="cyan">New</Badge>}
      </h2>
      <dl class="mt-2 flex gap-6 text-sm text-slate-300">
        <Fact label="Cores">{cores} vCPU</Fact>
        <Fact label="Memory">{memoryGb} GB</Fact>
        <Fact label="Price a month">{price}</Fact>
      </dl>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Badge({ tone, children }: { tone: string; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}
