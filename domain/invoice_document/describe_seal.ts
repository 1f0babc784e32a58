/** The seal on paper: where to ask whether the document is genuine, and the signature as a file within it. */
import type { Attachment, Block } from "@/domain/document/mod.ts";
import { type Invoice, printCode, type Seal, signedInvoice } from "@/domain/invoice/mod.ts";
import { qrCodeOf } from "@/domain/shared/qr.ts";

/** A seal with the page that checks it. */
export interface SealText {
  seal: Seal;
  /** Origin of the site. */
  appUrl: string;
}

/** The code and how to use it. */
export function sealBlock({ seal, appUrl }: SealText, { hasFile }: { hasFile: boolean }): Block {
  const url = `${appUrl}/verify/${printCode(seal.code)}`;
  return {
    kind: "panel",
    title: "Check that the invoice is genuine",
    facts: [
      { label: "Code", value: printCode(seal.code) },
      { label: "Signed with key", value: seal.keyId },
    ],
    notes: [
      `Scan the code or open ${url}, and compare number, day and total.`,
      ...(hasFile
        ? ["The signature is a file within this PDF, too, for checking without us."]
        : []),
    ],
    code: {
      qr: qrCodeOf(url),
      isSmall: true,
      caption: "Scan to check",
      alt: `QR code that leads to ${url}`,
    },
  };
}

/** The signed invoice as a file. */
export function sealAttachment({ seal }: SealText, invoice: Invoice): Attachment {
  return {
    name: `${invoice.number}.jws`,
    mediaType: "application/jose",
    description: "The signed invoice as a JSON Web Signature",
    content: new TextEncoder().encode(signedInvoice(invoice, seal)),
  };
}
