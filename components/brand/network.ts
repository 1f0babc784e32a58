/**
 * The brand's motif: an abstract network of nodes. Positions come from a seeded generator, so that a
 * page is the same bytes each time; the drawing is a handful of SVG paths.
 */

export interface NetworkOptions {
  /** Another seed, another network. */
  seed: number;
  width: number;
  height: number;
  /** Mean distance between neighbours, in units of the view box. */
  spacing: number;
}

/** Size, and path data by weight: `links` and `nodes` from faint to strong, `lit` for the few that shine. */
export interface NetworkDrawing {
  width: number;
  height: number;
  links: [string, string, string];
  nodes: [string, string, string];
  lit: Array<readonly [x: number, y: number]>;
}

interface Node {
  x: number;
  y: number;
  weight: number;
}

/** A generator of numbers in [0, 1) that depends on `seed` alone (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Nodes on a jittered hexagonal grid, each linked to its near neighbours. Draw once a module. */
export function drawNetwork(options: NetworkOptions): NetworkDrawing {
  const nodes = scatter(options);
  const links: [string, string, string] = ["", "", ""];
  const reach = options.spacing * 1.32;
  nodes.forEach((from, index) => {
    for (const to of nodes.slice(index + 1)) {
      const distance = Math.hypot(from.x - to.x, from.y - to.y);
      if (distance > reach) continue;
      const bucket = bucketOf((from.weight + to.weight) / 2);
      links[bucket] += `M${from.x} ${from.y}L${to.x} ${to.y}`;
    }
  });
  const dots: [string, string, string] = ["", "", ""];
  for (const node of nodes) dots[bucketOf(node.weight)] += `M${node.x} ${node.y}h0`;
  const lit = nodes.filter((node) => node.weight > 0.93).map((node) => [node.x, node.y] as const);
  return { width: options.width, height: options.height, links, nodes: dots, lit };
}

function scatter({ seed, width, height, spacing }: NetworkOptions): Node[] {
  const random = seededRandom(seed);
  const nodes: Node[] = [];
  const rowHeight = spacing * 0.866;
  for (let row = 0; row * rowHeight <= height + spacing; row++) {
    for (let column = 0; column * spacing <= width + spacing; column++) {
      const shift = row % 2 === 0 ? 0 : spacing / 2;
      const x = column * spacing + shift + (random() - 0.5) * spacing * 0.62;
      const y = row * rowHeight + (random() - 0.5) * spacing * 0.62;
      const weight = random();
      if (random() < 0.12) continue;
      nodes.push({ x: Math.round(x), y: Math.round(y), weight });
    }
  }
  return nodes;
}

function bucketOf(weight: number): 0 | 1 | 2 {
  return weight > 0.72 ? 2 : weight > 0.42 ? 1 : 0;
}
