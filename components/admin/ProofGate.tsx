/** In place of a button that takes money, access or people away: the way to prove who one is, and back. */
import type { ComponentChildren } from "preact";
import { ShieldCheckIcon } from "../icons.tsx";
import { confirmPath } from "../security/confirm_path.ts";
import { Button } from "../ui/Button.tsx";

/** Props of `ProofGate`. */
export interface ProofGateProps {
  /** Whether the password or a code was given a short while ago. */
  isConfirmed: boolean;
  /** The page that this is on. */
  path: string;
  /** What the proof is for, for example `change roles`. */
  what: string;
  children: ComponentChildren;
}

/** Shows its children once it is confirmed who is there. */
export function ProofGate({ isConfirmed, path, what, children }: ProofGateProps) {
  if (isConfirmed) return <>{children}</>;
  return (
    <div class="flex flex-col items-start gap-3">
      <p class="text-sm text-muted">To {what}, first confirm that it is you.</p>
      <Button
        href={confirmPath(path)}
        variant="secondary"
        icon={ShieldCheckIcon}
      >
        Confirm that it's you
      </Button>
    </div>
  );
}
