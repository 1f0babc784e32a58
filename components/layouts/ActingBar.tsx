/** Above every page while somebody has another account open than their own: whose it is, and the way back. */
import { ShieldUserIcon } from "../icons.tsx";
import { Button } from "../ui/Button.tsx";
import { cx } from "../ui/cx.ts";

/** Props of `ActingBar`. */
export interface ActingBarProps {
  kind: "member" | "staff";
  /** Whose account it is. */
  name: string;
  /** When it ends by itself; `null` for members of a team. */
  endsAt: string | null;
  /** The time of the request. */
  now: string;
}

/** One line that stays at the top. */
export function ActingBar({ kind, name, endsAt, now }: ActingBarProps) {
  const isStaff = kind === "staff";
  const minutes = endsAt === null ? 0 : Math.max(1, Math.ceil((at(endsAt) - at(now)) / 60_000));
  return (
    <aside
      aria-label={isStaff ? "Acting as a customer" : "Opened account"}
      class={cx(
        "sticky top-0 z-40 flex h-12 items-center justify-between gap-3 border-b bg-raised px-4 text-sm text-ink sm:px-6",
        isStaff ? "border-warn" : "border-brand",
      )}
    >
      <p class="flex min-w-0 items-center gap-2">
        <span class={isStaff ? "text-warn" : "text-brand"}>
          <ShieldUserIcon class="size-4" />
        </span>
        <span class="truncate">
          {isStaff ? "Acting as " : "Account of "}
          <strong class="font-semibold">{name}</strong>
        </span>
        {isStaff && (
          <>
            <span class="shrink-0 text-muted">{minutes} min</span>
            <span class="hidden shrink-0 text-muted lg:inline">
              Ordering, paying and changing plans are theirs alone.
            </span>
          </>
        )}
      </p>
      <form method="post" action="/dashboard/switch" class="shrink-0">
        <Button name="account" value="own" size="sm" variant="secondary">
          {isStaff ? "Stop" : "Back to mine"}
        </Button>
      </form>
    </aside>
  );
}

function at(iso: string): number {
  return Date.parse(iso);
}
