/** A link inside text: underlined, so that colour alone doesn't carry it. */
import type { AnchorHTMLAttributes } from "preact";
import { cx } from "./cx.ts";

/** An `<a>` for running text; takes every attribute of one. */
export function TextLink({ class: extra, ...props }: AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a
      {...props}
      class={cx(
        "text-brand underline decoration-brand/40 underline-offset-4 transition-colors",
        "hover:text-brand-300 hover:decoration-brand-300",
        extra as string,
      )}
    />
  );
}
