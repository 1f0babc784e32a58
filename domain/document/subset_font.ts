/** Cuts a font down to the glyphs that a document has of it, at one weight, with HarfBuzz's subsetter. */
import { readFile } from "node:fs/promises";
import type { Weight } from "./face.ts";

/** What is used of the subsetter's exports (hb-subset.h). */
interface Subsetter {
  memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, length: number, mode: number, user: number, free: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_glyph_set(input: number): number;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_input_pin_axis_location(
    input: number,
    face: number,
    axis: number,
    value: number,
  ): number;
  hb_subset_or_fail(face: number, input: number): number;
}

/** HB_MEMORY_MODE_WRITABLE: the data is ours, and stays until we free it. */
const WRITABLE = 2;
/** HB_SUBSET_SETS_DROP_TABLE_TAG. */
const DROPPED_TABLES = 3;
/** NO_HINTING, RETAIN_GIDS, NOTDEF_OUTLINE and NO_LAYOUT_CLOSURE of hb_subset_flags_t. */
const FLAGS = 0x1 | 0x2 | 0x40 | 0x200;
/** What only a layout engine needs: the text is laid out already. */
const TABLES = ["GSUB", "GPOS", "GDEF", "STAT", "DSIG", "cmap", "name", "meta"];

/** Started with the first font that is cut down. */
const started: { subsetter?: Promise<Subsetter> } = {};

/** The font of `content` at a weight with nothing but `glyphs`, which keep their numbers. */
export async function subsetFont(
  content: Uint8Array,
  { glyphs, weight }: { glyphs: Iterable<number>; weight: Weight },
): Promise<Uint8Array> {
  const hb = await (started.subsetter ??= startSubsetter());
  const data = hb.malloc(content.length);
  new Uint8Array(hb.memory.buffer).set(content, data);
  const source = hb.hb_blob_create(data, content.length, WRITABLE, 0, 0);
  const face = hb.hb_face_create(source, 0);
  const input = hb.hb_subset_input_create_or_fail();
  try {
    for (const glyph of glyphs) hb.hb_set_add(hb.hb_subset_input_glyph_set(input), glyph);
    const dropped = hb.hb_subset_input_set(input, DROPPED_TABLES);
    for (const table of TABLES) hb.hb_set_add(dropped, tag(table));
    hb.hb_subset_input_set_flags(input, FLAGS);
    hb.hb_subset_input_pin_axis_location(input, face, tag("wght"), weight);
    const subset = hb.hb_subset_or_fail(face, input);
    if (subset === 0) throw new Error("the font can't be cut down");
    return takeBytes(hb, subset);
  } finally {
    hb.hb_subset_input_destroy(input);
    hb.hb_face_destroy(face);
    hb.hb_blob_destroy(source);
    hb.free(data);
  }
}

async function startSubsetter(): Promise<Subsetter> {
  const url = new URL(import.meta.resolve("harfbuzzjs/dist/harfbuzz-subset.wasm"));
  const { instance } = await WebAssembly.instantiate(await readFile(url));
  const exports = instance.exports as unknown as Subsetter;
  exports._initialize();
  return exports;
}

function takeBytes(hb: Subsetter, face: number): Uint8Array {
  const blob = hb.hb_face_reference_blob(face);
  const start = hb.hb_blob_get_data(blob, 0);
  const bytes = new Uint8Array(hb.memory.buffer, start, hb.hb_blob_get_length(blob)).slice();
  hb.hb_blob_destroy(blob);
  hb.hb_face_destroy(face);
  return bytes;
}

function tag(name: string): number {
  return [...name].reduce((value, char) => value << 8 | char.charCodeAt(0), 0);
}
