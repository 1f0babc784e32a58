/** What counts as a proof file by its content, and what only pretends. */
import { expect } from "expect";
import fc from "fast-check";
import { safeFileName } from "@/domain/payment/file_name.ts";
import { detectType } from "@/domain/upload/mod.ts";
import { anyText } from "@/tests/helpers/any_text.ts";
import { join, JPEG, PDF, PNG, WEBP } from "../payment/fixtures.ts";

const GOOD = {
  "application/pdf": PDF,
  "image/png": PNG,
  "image/jpeg": JPEG,
  "image/webp": WEBP,
};

for (const [type, bytes] of Object.entries(GOOD)) {
  Deno.test(`detectType() knows ${type}`, () => {
    expect(detectType(bytes)).toEqual({ type, length: bytes.length });
  });
}

Deno.test("detectType() takes a PDF with a line end or none", () => {
  expect(detectType(join(PDF, "\r\n"))?.type).toBe("application/pdf");
  expect(detectType(PDF.slice(0, -1))?.type).toBe("application/pdf");
});

const HTML = "<!doctype html><html><script>alert(1)</script></html>";
const ZIP = "PK\x03\x04 an archive PK\x05\x06";
const PNG_HEADER = PNG.slice(0, 8);

const BAD: Record<string, Uint8Array> = {
  "nothing": new Uint8Array(),
  "one byte": new Uint8Array([0x89]),
  "a web page": join(HTML),
  "an SVG": join('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  "a text": join("I have paid, believe me."),
  "an archive": join(ZIP),
  "a program": join("MZ\x90\0\x03", new Uint8Array(200)),
  "a GIF": join("GIF89a", new Uint8Array(40)),
  "a web page behind a PNG signature": join(PNG_HEADER, HTML),
  "a PNG signature alone": PNG_HEADER,
  "a PNG cut short": PNG.slice(0, -4),
  "a PNG with a web page behind": join(PNG, HTML),
  "a PNG with an archive behind": join(PNG, ZIP),
  "a PNG with a wrong sum": withByte(PNG, 20, 7),
  "a PNG without a picture": join(PNG.slice(0, 33), PNG.slice(-12)),
  "a web page before a PNG": join(HTML, PNG),
  "a JPEG with a script in a comment": join(
    JPEG.slice(0, 2),
    [0xff, 0xfe, 0, 2 + HTML.length].reduce((a, byte) => join(a, new Uint8Array([byte])), join()),
    HTML,
    JPEG.slice(2),
  ),
  "a JPEG cut short": JPEG.slice(0, -2),
  "a JPEG signature alone": JPEG.slice(0, 4),
  "a WebP that is longer than it says": join(WEBP, HTML),
  "a WebP cut short": WEBP.slice(0, -2),
  "a RIFF of another kind": join("RIFF", new Uint8Array([4, 0, 0, 0]), "WAVE"),
  "a PDF with a web page behind": join(PDF, HTML),
  "a PDF with an archive behind": join(PDF, ZIP),
  "a web page before a PDF": join(HTML, PDF),
  "a PDF header alone": join("%PDF-1.7\n"),
  "a PDF header and trailer alone": join("%PDF-1.7\n", HTML, "\n%%EOF"),
  "a PDF that runs a script": join(
    new TextDecoder().decode(PDF).replace("/Pages 2 0 R", "/OpenAction<</S/JavaScript/JS(x)>>"),
  ),
};

for (const [what, bytes] of Object.entries(BAD)) {
  Deno.test(`detectType() refuses ${what}`, () => {
    expect(detectType(bytes)).toBe(null);
  });
}

/** What cameras and strangers put behind a JPEG's end. */
const TRAILERS: Record<string, Uint8Array> = {
  "the notes that Samsung's camera appends": join(
    "\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1700000000000",
    "SEFH\x6b\0\0\0\x01\0\0\0\0\0\x01\x0a\x23\0\0\0\x23\0\0\0",
    "\x18\0\0\0SEFT",
  ),
  "the film of a motion photo": join("\0\0\0\x18ftypmp42\0\0\0\0isommp42", "\0\0\0\x08mdat"),
  "zeros and a preview": join("\0\0", JPEG),
  "a web page": join(HTML),
  "an archive": join(ZIP),
  "a PDF": PDF,
};

for (const [what, trailer] of Object.entries(TRAILERS)) {
  Deno.test(`detectType() takes a JPEG with ${what} behind, and says where the picture ends`, () => {
    expect(detectType(join(JPEG, trailer))).toEqual({ type: "image/jpeg", length: JPEG.length });
  });
}

Deno.test("detectType() never throws, whatever follows a signature", () => {
  fc.assert(fc.property(
    fc.constantFrom(PNG, JPEG, WEBP, PDF),
    fc.nat(60),
    fc.uint8Array({ maxLength: 200 }),
    (sample, keep, rest) => {
      detectType(join(sample.slice(0, keep), rest));
    },
  ));
});

Deno.test("no single changed bit turns a file into another type", () => {
  fc.assert(fc.property(
    fc.constantFrom(...Object.entries(GOOD)),
    fc.nat(10_000),
    fc.nat(7),
    ([type, bytes], at, bit) => {
      const index = at % bytes.length;
      const found = detectType(withByte(bytes, index, bytes[index]! ^ (1 << bit)))?.type ?? null;
      expect([null, type]).toContain(found);
    },
  ));
});

const NAMES: Array<[name: string, shown: string]> = [
  ["proof.pdf", "proof.pdf"],
  ["Überweisung März.PDF", "Überweisung März.pdf"],
  ["../../etc/passwd", "passwd.pdf"],
  ["..\\..\\boot.ini", "boot_ini.pdf"],
  ["invoice.pdf.exe", "invoice_pdf_exe.pdf"],
  ["proof.exe.pdf", "proof_exe.pdf"],
  ["photo.jpg", "photo.pdf"],
  ["a\r\nSet-Cookie: x=1.pdf", "a_Set-Cookie_ x_1.pdf"],
  ['quo"te;name.pdf', "quo_te_name.pdf"],
  ["\u202egpj.exe.pdf", "gpj_exe.pdf"],
  ["", "proof.pdf"],
  [".pdf", "proof.pdf"],
  ["...", "proof.pdf"],
  ["x".repeat(300), `${"x".repeat(80)}.pdf`],
];

for (const [name, shown] of NAMES) {
  Deno.test(`safeFileName() shows ${JSON.stringify(name.slice(0, 30))} as a harmless name`, () => {
    expect(safeFileName(name, "application/pdf")).toBe(shown);
  });
}

Deno.test("safeFileName() leaves nothing of a path, a header or a second extension", () => {
  fc.assert(fc.property(anyText({ maxLength: 120 }), (name) => {
    expect(safeFileName(name, "image/png")).toMatch(/^[\p{L}\p{N} _-]{1,80}\.png$/u);
  }));
});

function withByte(bytes: Uint8Array, index: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[index] = value;
  return copy;
}
