/** The seal on paper: where to ask whether the document is genuine, and the signature as a file within it. */
import type { Attachment, Block } from "@/domain/document/mod.ts";
import { printCode, type Seal } from "@/domain/seal/mod.ts";
import { qrCodeOf } from "@/domain/shared/qr.ts";

/** A seal with the page that checks it. */
export interface SealText {
  seal: Seal;
  /** What is sealed, in a word. */
  what: "invoice" | "credit note";
  /** The document with its signature, as `DocumentSeals.signed()` gives it. */
  signed: string;
  /** Origin of the site. */
  appUrl: string;
}

/** The code and how to use it. */
export function sealBlock(
  { seal, what, appUrl }: SealText,
  { hasFile }: { hasFile: boolean },
): Block {
  const url = `${appUrl}/verify/${printCode(seal.code)}`;
  return {
    kind: "panel",
    title: `Check that the ${what} is genuine`,
    facts: [
      { label: "Code", value: printCode(seal.code) },
      { label: "Signed with key", value: seal.keyId },
    ],
    notes: [
      `Scan the code or open ${url}.`,
      `Compare number, day and total.${
        hasFile ? " A file within this PDF holds the signature." : ""
      }`,
    ],
    code: {
      qr: qrCodeOf(url),
      isSmall: true,
      caption: "Scan to check",
      alt: `QR code that leads to ${url}`,
    },
  };
}

/** The signed document as a file. */
export function sealAttachment({ what, signed }: SealText, number: string): Attachment {
  return {
    name: `${number}.jws`,
    mediaType: "application/jose",
    description: `The signed ${what} as a JSON Web Signature`,
    content: new TextEncoder().encode(signed),
  };
}
