/** Copies a text. Without scripts there is no button: the text beside it selects as a whole. */
import { useEffect } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { CheckIcon } from "@/components/icons.tsx";
import { TriangleAlertIcon } from "@/components/state_icons.tsx";
import { CopyIcon } from "@/components/secret_icons.tsx";
import { IconButton } from "@/components/ui/Button.tsx";

const SHOWN_MS = 2500;

type Outcome = "none" | "copied" | "failed";

const WORDS: Readonly<Record<Outcome, string>> = {
  none: "",
  copied: "Copied",
  failed: "Copying isn't allowed here: select the text and copy it yourself.",
};

export interface CopyButtonProps {
  value: string;
  /** What is copied, such as "IBAN". */
  what: string;
}

/** A button with an icon that says for a moment what came of it. */
export function CopyButton({ value, what }: CopyButtonProps) {
  const isReady = useSignal(false);
  const outcome = useSignal<Outcome>("none");

  useEffect(() => {
    isReady.value = true;
  }, []);

  async function copy() {
    outcome.value = await copyText(value) ? "copied" : "failed";
    setTimeout(() => outcome.value = "none", SHOWN_MS);
  }

  return (
    <>
      <IconButton
        label={outcome.value === "failed" ? WORDS.failed : `Copy ${what}`}
        icon={outcome.value === "copied"
          ? CheckIcon
          : outcome.value === "failed"
          ? TriangleAlertIcon
          : CopyIcon}
        size="sm"
        class={isReady.value ? "" : "invisible"}
        onClick={copy}
      />
      <span role="status" class="sr-only">{WORDS[outcome.value]}</span>
    </>
  );
}

/** Browsers offer the clipboard on https and localhost only; elsewhere the old way still works in most. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "sr-only";
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
}
