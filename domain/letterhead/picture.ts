/** A picture that is ready to be kept: made from what was uploaded, and nothing else in it. */
export interface Picture {
  bytes: Uint8Array<ArrayBuffer>;
  contentType: "image/png" | "image/jpeg";
  /** In pixels. */
  width: number;
  height: number;
}

/** Why a picture isn't taken, for who uploads it. */
export class BadPicture extends Error {}
