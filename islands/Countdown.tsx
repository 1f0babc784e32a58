/** How long a rate still holds. Without scripts the time beside it says until when. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";

/** Props of `Countdown`. */
export interface CountdownProps {
  /** An ISO instant. */
  expiresAt: string;
}

/** Minutes and seconds, said aloud only when they are over. */
export function Countdown({ expiresAt }: CountdownProps) {
  const left = useSignal<number | null>(null);

  useEffect(() => {
    const tell = () => {
      left.value = Math.max(Math.ceil((Date.parse(expiresAt) - Date.now()) / 1000), 0);
      if (left.value === 0) clearInterval(timer);
    };
    const timer = setInterval(tell, 1000);
    tell();
    return () => clearInterval(timer);
  }, [expiresAt]);

  if (left.value === null) return null;
  const isOver = left.value === 0;
  const minutes = Math.floor(left.value / 60);
  const seconds = String(left.value % 60).padStart(2, "0");
  return (
    <p class="text-2xl font-semibold tabular-nums text-ink">
      <span aria-hidden="true">{isOver ? "0:00" : `${minutes}:${seconds}`}</span>
      <span role="status" class="block text-sm font-medium text-warn">
        {isOver ? "Run out: don't send this amount any more." : ""}
      </span>
    </p>
  );
}
