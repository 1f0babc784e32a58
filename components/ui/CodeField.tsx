/** Values to be copied: addresses, references, commands, and secrets behind a mask. */
import type { ComponentChildren } from "preact";
import { KeyRoundIcon } from "../secret_icons.tsx";
import { cx } from "./cx.ts";

export interface CodeFieldProps {
  label: string;
  value: string;
  /** Buttons at the right: copy. */
  actions?: ComponentChildren;
  /** Of the element with the value, for a script that copies it. */
  id?: string;
  /** A `$` before a shell command; not part of the value. */
  prompt?: boolean;
}

const BOX = "flex min-h-[2.75rem] items-center gap-2 rounded-md border border-line-strong " +
  "bg-field pl-3.5 pr-1.5";

/** A value in a monospaced box that selects as a whole. */
export function CodeField({ label, value, actions, id, prompt }: CodeFieldProps) {
  return (
    <div class="min-w-0">
      <p class="mb-1.5 text-sm font-medium text-ink-soft">{label}</p>
      <div class={BOX}>
        {prompt && (
          <span aria-hidden="true" class="select-none font-mono text-sm text-accent">$</span>
        )}
        <code id={id} class="min-w-0 flex-1 select-all py-2 text-sm text-ink wrap-anywhere">
          {value}
        </code>
        {actions && <span class="flex shrink-0 items-center">{actions}</span>}
      </div>
    </div>
  );
}

export interface SecretFieldProps extends Omit<CodeFieldProps, "value" | "prompt"> {
  /** The secret; null while it is hidden. */
  value: string | null;
}

/** A secret: dots until it is revealed. The mask has one length, whatever the secret's. */
export function SecretField({ label, value, actions, id }: SecretFieldProps) {
  return (
    <div class="min-w-0">
      <p class="mb-1.5 text-sm font-medium text-ink-soft">{label}</p>
      <div class={cx(BOX, value !== null && "border-brand-700")}>
        <span class={value === null ? "text-faint" : "text-brand"}>
          <KeyRoundIcon />
        </span>
        {value === null
          ? (
            <span class="flex-1 py-2 text-sm text-muted">
              <span aria-hidden="true" class="tracking-widest">••••••••••••</span>
              <span class="sr-only">Hidden</span>
            </span>
          )
          : (
            <code id={id} class="min-w-0 flex-1 select-all py-2 text-sm text-ink wrap-anywhere">
              {value}
            </code>
          )}
        {actions && <span class="flex shrink-0 items-center">{actions}</span>}
      </div>
    </div>
  );
}
