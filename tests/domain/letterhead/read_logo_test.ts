/** What counts as a logo by its content, and that nothing but its picture is kept. */
import { expect } from "expect";
import { crc32, deflateSync } from "node:zlib";
import { decode } from "fast-png";
import { readLogoFile } from "@/domain/letterhead/read_logo.ts";
import { MAX_LOGO_BYTES } from "@/domain/letterhead/view.ts";
import { unwrap } from "@/domain/shared/result.ts";
import {
  asFile,
  CMYK_JPEG,
  LOGO_JPEG,
  makePng,
  PROGRESSIVE_JPEG,
} from "@/tests/helpers/pictures.ts";
import { join, PDF, WEBP } from "../payment/fixtures.ts";

const SIDE = 32;
const SIGNATURE = makePng([SIDE, SIDE]).slice(0, 8);

function chunk(name: string, data: Uint8Array): Uint8Array {
  const body = join(name, data);
  const frame = new DataView(new ArrayBuffer(8));
  frame.setUint32(0, data.length);
  frame.setUint32(4, crc32(body));
  const bytes = new Uint8Array(frame.buffer);
  return join(bytes.slice(0, 4), body, bytes.slice(4));
}

/** A PNG by hand: of `row` again and again, without filters. */
function pngOf(
  row: readonly number[],
  { depth, type, extra = [], rows = SIDE, interlace = 0 }: {
    depth: number;
    type: number;
    extra?: Uint8Array[];
    rows?: number;
    interlace?: number;
  },
): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array([0, 0, 0, SIDE, 0, 0, 0, SIDE, depth, type, 0, 0, interlace]);
  const line = [0, ...row];
  const data = new Uint8Array(Array.from({ length: rows }, () => line).flat());
  return join(
    SIGNATURE,
    chunk("IHDR", header),
    ...extra,
    chunk("IDAT", new Uint8Array(deflateSync(data))),
    chunk("IEND", new Uint8Array()),
  );
}

function repeat(times: number, ...samples: number[]): number[] {
  return Array.from({ length: times }, () => samples).flat();
}

async function read(bytes: Uint8Array<ArrayBuffer>) {
  return await readLogoFile(asFile(bytes));
}

/** The first two pixels of what is kept of a PNG. */
async function pixelsOf(bytes: Uint8Array<ArrayBuffer>): Promise<number[]> {
  const kept = decode(unwrap(await read(bytes)).bytes);
  expect([kept.width, kept.height, kept.channels, kept.depth]).toEqual([SIDE, SIDE, 3, 8]);
  return [...kept.data.slice(0, 6)];
}

Deno.test("every kind of PNG is kept with its colours, on white where it is transparent", async () => {
  const palette = chunk("PLTE", new Uint8Array([255, 0, 0, 0, 0, 255]));
  const tRNS = (...bytes: number[]) => chunk("tRNS", new Uint8Array(bytes));
  const cases: Array<[string, Uint8Array<ArrayBuffer>, number[]]> = [
    ["colours", pngOf(repeat(SIDE, 10, 20, 30), { depth: 8, type: 2 }), [10, 20, 30, 10, 20, 30]],
    [
      "colours, half and not at all opaque",
      pngOf(repeat(SIDE / 2, 0, 0, 0, 128, 9, 9, 9, 0), { depth: 8, type: 6 }),
      [127, 127, 127, 255, 255, 255],
    ],
    [
      "colours of 16 bits",
      pngOf(repeat(SIDE, 255, 255, 0, 0, 128, 128), { depth: 16, type: 2 }),
      [255, 0, 128, 255, 0, 128],
    ],
    [
      "colours with a transparent one",
      pngOf(repeat(SIDE / 2, 1, 2, 3, 4, 5, 6), {
        depth: 8,
        type: 2,
        extra: [tRNS(0, 1, 0, 2, 0, 3)],
      }),
      [255, 255, 255, 4, 5, 6],
    ],
    ["greys", pngOf(repeat(SIDE, 100), { depth: 8, type: 0 }), repeat(6, 100)],
    ["greys, transparent", pngOf(repeat(SIDE, 100, 0), { depth: 8, type: 4 }), repeat(6, 255)],
    ["black and white", pngOf(repeat(SIDE / 8, 0x55), { depth: 1, type: 0 }), [
      0,
      0,
      0,
      255,
      255,
      255,
    ]],
    [
      "greys of four bits, one transparent",
      pngOf(repeat(SIDE / 2, 0x20), { depth: 4, type: 0, extra: [tRNS(0, 0)] }),
      [34, 34, 34, 255, 255, 255],
    ],
    [
      "a palette",
      pngOf(repeat(SIDE / 2, 0, 1), { depth: 8, type: 3, extra: [palette] }),
      [255, 0, 0, 0, 0, 255],
    ],
    [
      "a palette of one bit with a transparent colour",
      pngOf(repeat(SIDE / 8, 0x55), { depth: 1, type: 3, extra: [palette, tRNS(0)] }),
      [255, 255, 255, 0, 0, 255],
    ],
  ];

  for (const [name, bytes, pixels] of cases) {
    expect([name, await pixelsOf(bytes)]).toEqual([name, pixels]);
  }
});

Deno.test("a kept PNG has its picture in it and nothing else", async () => {
  const secret = "Made by Ada at 52.5200,13.4050";
  const noted = [
    chunk("tEXt", join("Comment\0", secret)),
    chunk("eXIf", join(secret)),
    chunk("priv", join(secret)),
    // A profile isn't even unpacked: this one can't be.
    chunk("iCCP", join("profile\0\0", secret)),
  ];
  const plain = unwrap(await read(pngOf(repeat(SIDE, 10, 20, 30), { depth: 8, type: 2 })));
  const kept = unwrap(
    await read(pngOf(repeat(SIDE, 10, 20, 30), { depth: 8, type: 2, extra: noted })),
  );

  expect(kept.sha256).toBe(plain.sha256);
  const text = new TextDecoder("latin1").decode(kept.bytes);
  expect(text).not.toContain("Ada");
  expect(text.match(/IHDR|PLTE|tRNS|IDAT|IEND|tEXt|eXIf|priv|iCCP/g)).toEqual([
    "IHDR",
    "IDAT",
    "IEND",
  ]);
});

Deno.test("a kept JPEG has no notes, places and thumbnails of the camera, and nothing behind its end", async () => {
  const secret = "Exif\0\0Made by Ada at 52.5200,13.4050";
  const segment = (marker: number) =>
    join(new Uint8Array([0xff, marker, 0, 2 + secret.length]), secret);
  for (const picture of [LOGO_JPEG, PROGRESSIVE_JPEG]) {
    const noted = join(
      picture.slice(0, 2),
      segment(0xe1),
      segment(0xfe),
      segment(0xee),
      picture.slice(2),
      "an archive PK\x05\x06",
    );

    const [plain, kept] = [unwrap(await read(picture)), unwrap(await read(noted))];

    expect(kept.sha256).toBe(plain.sha256);
    expect([kept.contentType, kept.width, kept.height]).toEqual(["image/jpeg", 96, 40]);
    const text = new TextDecoder("latin1").decode(kept.bytes);
    for (const part of ["Ada", "JFIF", "PK"]) expect(text).not.toContain(part);
    expect(kept.bytes.slice(-2)).toEqual(new Uint8Array([0xff, 0xd9]));
  }
});

const RGB = { depth: 8, type: 2 };
const GREY_BOMB = deflateSync(new Uint8Array(200_000_000));
const BAD: Record<string, [Uint8Array<ArrayBuffer>, string]> = {
  "nothing": [new Uint8Array(), "PNG or JPEG"],
  "a PDF": [new Uint8Array(PDF), "PNG or JPEG"],
  "a WebP": [new Uint8Array(WEBP), "PNG or JPEG"],
  "an SVG": [join('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), "PNG or JPEG"],
  "a web page": [join("<!doctype html><script>alert(1)</script>"), "PNG or JPEG"],
  "a PNG with a web page behind": [join(makePng([40, 40]), "<html>"), "PNG or JPEG"],
  "a PNG cut short": [makePng([40, 40]).slice(0, -4), "PNG or JPEG"],
  "a JPEG cut short": [LOGO_JPEG.slice(0, -2), "PNG or JPEG"],
  "a PNG that is too narrow": [makePng([31, 40]), "32 to 2000 pixels"],
  "a PNG that is too wide": [makePng([2001, 32]), "32 to 2000 pixels"],
  "a PNG with too few rows": [pngOf(repeat(SIDE, 1, 2, 3), { ...RGB, rows: 31 }), "damaged"],
  "a PNG with too many rows": [pngOf(repeat(SIDE, 1, 2, 3), { ...RGB, rows: 33 }), "damaged"],
  "a PNG that unpacks to 200 MB": [
    join(
      pngOf([], { ...RGB, rows: 0 }).slice(0, 33),
      chunk("IDAT", new Uint8Array(GREY_BOMB)),
      chunk("IEND", new Uint8Array()),
    ),
    "damaged",
  ],
  "a PNG of an unknown kind": [pngOf(repeat(SIDE, 1, 2, 3), { depth: 8, type: 5 }), "damaged"],
  "an interlaced PNG": [pngOf(repeat(SIDE, 1, 2, 3), { ...RGB, interlace: 1 }), "interlacing"],
  "a PNG with a colour that its palette lacks": [
    pngOf(repeat(SIDE, 9), {
      depth: 8,
      type: 3,
      extra: [chunk("PLTE", new Uint8Array([1, 2, 3]))],
    }),
    "damaged",
  ],
  "a JPEG for print": [CMYK_JPEG, "CMYK"],
  "a PNG with too much in it": [noise(), "smaller size"],
  "a file of more than 1 MB": [new Uint8Array(MAX_LOGO_BYTES + 1), "1 MB"],
};

/** Pixels that can't be packed. */
function noise(): Uint8Array<ArrayBuffer> {
  const side = 340;
  const row = side * 3;
  const data = new Uint8Array(side * (row + 1));
  for (let at = 0, seed = 1; at < data.length; at++) {
    seed = seed * 48_271 % 2_147_483_647;
    data[at] = at % (row + 1) === 0 ? 0 : seed;
  }
  const header = new Uint8Array([0, 0, 1, 84, 0, 0, 1, 84, 8, 2, 0, 0, 0]);
  return join(
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", new Uint8Array(deflateSync(data))),
    chunk("IEND", new Uint8Array()),
  );
}

for (const [name, [bytes, message]] of Object.entries(BAD)) {
  Deno.test(`readLogoFile() refuses ${name}`, async () => {
    expect(await read(bytes)).toMatchObject({
      ok: false,
      error: { code: "bad_logo", message: expect.stringContaining(message) },
    });
  });
}

Deno.test("readLogoFile() stops reading a file that is longer than it says", async () => {
  let sent = 0;
  const endless = {
    name: "logo.png",
    size: 10,
    stream: () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 65_536;
          controller.enqueue(new Uint8Array(65_536));
        },
      }),
  };

  expect((await readLogoFile(endless)).ok).toBe(false);
  expect(sent).toBeLessThan(MAX_LOGO_BYTES + 4 * 65_536);
});
