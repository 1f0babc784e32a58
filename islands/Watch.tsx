/** Asks every few seconds whether something has happened, and shows the page anew if so. Without scripts there is a link. */
import { useEffect } from "preact/hooks";

const PAUSE_MS = 15_000;

/** Props of `Watch`. */
export interface WatchProps {
  /** Answers `{ mark }`. */
  stateUrl: string;
  /** What the page shows now. */
  mark: string;
}

/** Draws nothing. A page that nobody looks at, or in which somebody types, is left as it is. */
export function Watch({ stateUrl, mark }: WatchProps) {
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.hidden || document.activeElement instanceof HTMLInputElement) return;
      const now = await readMark(stateUrl);
      if (now !== null && now !== mark) location.reload();
    }, PAUSE_MS);
    return () => clearInterval(timer);
  }, [stateUrl, mark]);
  return null;
}

async function readMark(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" } });
    return response.ok ? (await response.json()).mark ?? null : null;
  } catch {
    return null;
  }
}
