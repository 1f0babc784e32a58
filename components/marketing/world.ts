/**
 * A coarse dotted map of the world, drawn from outlines of a few points each, and where the cities
 * of our data centers lie on it. Decoration: the list beside it has the facts.
 */

type Point = readonly [longitude: number, latitude: number];

/** Outlines of the large land masses, rough on purpose: `longitude,latitude` corner by corner. */
const LAND: ReadonlyArray<readonly Point[]> = [
  "-166,66 -156,71 -128,70 -110,68 -94,72 -82,68 -80,74 -64,66 -78,62 -93,60 -82,53 " +
  "-78,60 -64,59 -56,52 -66,45 -76,38 -81,31 -80,25 -84,30 -97,28 -97,20 -88,21 -83,10 " +
  "-78,8 -92,14 -105,20 -112,30 -121,35 -124,46 -133,57 -152,59 -162,55 -158,59",
  "-78,8 -62,10 -50,1 -35,-6 -39,-16 -48,-27 -58,-38 -66,-46 -69,-54 -75,-50 -71,-30 " +
  "-71,-18 -81,-5",
  "-17,15 -10,30 -2,35 10,37 20,32 33,31 43,12 51,11 40,-4 40,-15 33,-27 20,-35 12,-17 " +
  "9,4 -8,5",
  "-9,37 -9,43 -1,44 -4,48 8,54 8,57 12,54 21,55 26,60 30,60 22,62 25,66 18,63 17,58 " +
  "13,56 11,59 5,59 14,68 28,71 42,66 60,69 73,73 105,77 140,73 180,68 170,60 162,57 " +
  "156,52 155,60 140,58 141,52 131,43 126,35 122,40 122,31 110,21 107,11 101,13 104,2 " +
  "98,10 94,17 87,21 80,14 77,8 72,20 57,25 58,20 44,13 35,29 36,37 27,37 22,37 14,45 " +
  "17,40 12,42 4,43 -1,37",
  "-52,82 -24,82 -20,72 -42,60 -54,68",
  "-5,50 1,51 0,54 -3,59 -6,57 -4,54",
  "130,32 140,35 142,42 145,44 140,45 139,38",
  "94,6 99,5 106,-3 107,-6 117,-8 120,-10 105,-9",
  "109,1 117,7 118,1 115,-4 110,-3",
  "131,-1 141,-3 150,-10 138,-8",
  "114,-22 122,-18 131,-12 137,-16 142,-11 153,-26 150,-37 140,-38 130,-32 115,-34",
  "44,-16 50,-15 47,-25 44,-24",
  "173,-35 178,-38 168,-46 172,-41",
  "-24,66 -14,66 -16,63 -22,63",
].map(outline);

function outline(text: string): Point[] {
  return text.split(" ").map((pair) => pair.split(",").map(Number) as unknown as Point);
}

/** Degrees between two dots, and the part of the world that is drawn. */
const STEP = 3;
const NORTH = 75;
const SOUTH = -48;
const WEST = -168;
const EAST = 180;

/** Size of the map's view box: one unit a dot. */
export const MAP_SIZE = { width: (EAST - WEST) / STEP, height: (NORTH - SOUTH) / STEP } as const;

const CITIES: Record<string, Point> = {
  "Amsterdam": [4.9, 52.4],
  "Ashburn": [-77.5, 39],
  "Chicago": [-87.6, 41.9],
  "Dallas": [-96.8, 32.8],
  "Dubai": [55.3, 25.2],
  "Dublin": [-6.3, 53.3],
  "Falkenstein": [12.4, 50.5],
  "Frankfurt": [8.7, 50.1],
  "Helsinki": [24.9, 60.2],
  "Istanbul": [29, 41],
  "Johannesburg": [28, -26.2],
  "London": [-0.1, 51.5],
  "Los Angeles": [-118.2, 34],
  "Madrid": [-3.7, 40.4],
  "Miami": [-80.2, 25.8],
  "Mumbai": [72.9, 19.1],
  "New York": [-74, 40.7],
  "Paris": [2.4, 48.9],
  "São Paulo": [-46.6, -23.6],
  "Seattle": [-122.3, 47.6],
  "Singapore": [103.8, 1.4],
  "Stockholm": [18.1, 59.3],
  "Sydney": [151.2, -33.9],
  "Tokyo": [139.7, 35.7],
  "Toronto": [-79.4, 43.7],
  "Vienna": [16.4, 48.2],
  "Warsaw": [21, 52.2],
  "Zurich": [8.5, 47.4],
};

/** Where a city lies on the map, in its units; undefined for one that the map doesn't know. */
export function cityOnMap(city: string): { x: number; y: number } | undefined {
  const point = CITIES[city];
  if (!point) return undefined;
  return {
    x: Math.round(((point[0] - WEST) / STEP) * 10) / 10,
    y: Math.round(((NORTH - point[1]) / STEP) * 10) / 10,
  };
}

/** Path of the land: each run of dots in a row is one line, made dotted by its dash array. */
export function landPath(): string {
  let path = "";
  for (let row = 0; row <= MAP_SIZE.height; row++) {
    let start = -1;
    for (let column = 0; column <= MAP_SIZE.width + 1; column++) {
      const land = column <= MAP_SIZE.width && isLand(WEST + column * STEP, NORTH - row * STEP);
      if (land && start < 0) start = column;
      if (!land && start >= 0) {
        path += `M${start} ${row}h${column - 1 - start}`;
        start = -1;
      }
    }
  }
  return path;
}

function isLand(longitude: number, latitude: number): boolean {
  return LAND.some((outline) => isInside(outline, longitude, latitude));
}

/** Counts how often a ray to the east crosses the outline: odd means inside. */
function isInside(outline: readonly Point[], x: number, y: number): boolean {
  let inside = false;
  outline.forEach(([x1, y1], index) => {
    const [x2, y2] = outline[(index + 1) % outline.length]!;
    if ((y1 > y) !== (y2 > y) && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}
