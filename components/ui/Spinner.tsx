/** A turning ring for work in progress; decoration, the text beside it says what is going on. */
import { LoaderCircleIcon } from "../icons.tsx";

/** The ring; size and colour by class. */
export function Spinner({ class: className = "size-4" }: { class?: string }) {
  return <LoaderCircleIcon class={`${className} animate-spin`} />;
}
