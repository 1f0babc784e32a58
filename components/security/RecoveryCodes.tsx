/** Recovery codes on the one page that shows them. */
import { DownloadIcon } from "../state_icons.tsx";
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";

export interface RecoveryCodesProps {
  codes: readonly string[];
  /** Where to go once they are kept. */
  doneHref: string;
}

/** The codes, a file of them that the page itself carries, and the way on. */
export function RecoveryCodes({ codes, doneHref }: RecoveryCodesProps) {
  return (
    <div class="flex flex-col gap-5">
      <Alert tone="ok" role="status" title="Keep these recovery codes">
        Each of them lets you in once when your phone or passkey is out of reach. They are shown
        here and never again.
      </Alert>
      <ul
        aria-label="Recovery codes"
        class="grid grid-cols-2 gap-x-6 gap-y-2 rounded-md border border-line-strong bg-field px-5 py-4 font-mono text-sm text-ink"
      >
        {codes.map((code) => <li key={code} class="select-all">{code}</li>)}
      </ul>
      <div class="flex flex-wrap gap-3">
        <Button
          href={fileOf(codes)}
          download="cloudnest-recovery-codes.txt"
          variant="secondary"
          icon={DownloadIcon}
        >
          Download
        </Button>
        <Button href={doneHref}>I have kept them</Button>
      </div>
    </div>
  );
}

/** A text file as an address: nothing has to be kept on the server for a second request. */
function fileOf(codes: readonly string[]): string {
  const lines = ["CloudNest recovery codes", "Each code works once.", "", ...codes, ""];
  return `data:text/plain;charset=utf-8,${encodeURIComponent(lines.join("\r\n"))}`;
}
