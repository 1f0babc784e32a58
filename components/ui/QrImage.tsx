/** A QR code as inline SVG: black on white whatever the page's colours, as cameras need it. */
import type { QrCode } from "@/domain/shared/qr.ts";

/** Draws the code; `label` says what it holds. */
export function QrImage({ code, label }: { code: QrCode; label: string }) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${code.size} ${code.size}`}
      shape-rendering="crispEdges"
      class="size-52 shrink-0"
    >
      <rect width={code.size} height={code.size} fill="#fff" />
      <path d={code.path} fill="#000" />
    </svg>
  );
}
