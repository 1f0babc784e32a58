/** Who a letter is from, at the top of each page: the mark with the name, or the company's own logo. */
import { BRAND_MARK, MARK_SIZE } from "./brand_mark.ts";
import { type Flow, textMarks, type TextOptions } from "./flow.ts";
import type { DocumentDescription, Logo } from "./model.ts";
import type { Mark } from "./sheet.ts";

type Sender = Pick<DocumentDescription, "sender" | "logo">;

/** A place for it, and how high the picture is at the most. */
interface SenderPlace {
  x: number;
  y: number;
  width: number;
  height: number;
  style: TextOptions;
}

/** What is drawn, and how it reads. */
export interface SenderMarks {
  /** The logo or the mark. */
  picture: Mark;
  /** The name in letters; none beside a logo that is wide enough to hold it. */
  name: Mark[];
  height: number;
}

/** Lays the sender out. A wide logo stands alone; any other before the name, as the mark does. */
export function layOutSender(
  flow: Flow,
  { sender, logo }: Sender,
  place: SenderPlace,
): SenderMarks {
  const { x, y, width, height, style } = place;
  if (logo?.isWide) {
    const picture = fitted(logo, { x, y, width, height: height * 1.4 });
    return { picture, name: [], height: picture.height };
  }
  const picture: Mark = logo ? fitted(logo, { x, y, width, height }) : markAt(x, y, height);
  const side = "width" in picture ? picture.width : height;
  const left = x + side + height * 0.37;
  const room = x + width - left;
  const name = flow.text(sender, room, style);
  const top = y + (height - Math.min(name.height, height)) / 2;
  const marks = textMarks(name, { x: left, y: top, width: room });
  return { picture, name: marks, height: Math.max(height, top - y + name.height) };
}

/** A logo in its own proportions, as large as the place allows. */
function fitted(
  logo: Logo,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): Extract<Mark, { kind: "image" }> {
  const scale = Math.min(width / logo.width, height / logo.height);
  return {
    kind: "image",
    x,
    y,
    width: logo.width * scale,
    height: logo.height * scale,
    content: logo.content,
  };
}

function markAt(x: number, y: number, size: number): Mark {
  return { kind: "paths", x, y, scale: size / MARK_SIZE, shapes: BRAND_MARK };
}
