/**
 * Buttons, and links that look like buttons. One primary button a view; what destroys is `danger`.
 */
import type { ButtonHTMLAttributes, ComponentChildren } from "preact";
import type { Icon } from "../icons.tsx";
import { cx } from "./cx.ts";
import { Spinner } from "./Spinner.tsx";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "sm" | "md" | "lg";

export interface ButtonProps
  extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "size" | "icon" | "loading"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Makes it a link. */
  href?: string;
  /** Of the link: `prev`, `next`, `external`. */
  rel?: string;
  /** Of the link: the name of the file that it saves. */
  download?: string;
  icon?: Icon;
  iconEnd?: Icon;
  /** Shows the spinner and takes no clicks. */
  loading?: boolean;
  /** As wide as its container. */
  block?: boolean;
  children?: ComponentChildren;
}

const BASE = "inline-flex items-center justify-center gap-2 rounded-md font-medium " +
  "whitespace-nowrap select-none transition-colors duration-150 " +
  "disabled:cursor-not-allowed disabled:opacity-50 aria-[disabled=true]:opacity-50 " +
  "aria-[disabled=true]:pointer-events-none";

const VARIANTS: Record<ButtonVariant, string> = {
  primary: "bg-brand-600 text-white shadow-button hover:bg-brand-550",
  secondary:
    "bg-raised text-ink border border-line-strong shadow-edge hover:bg-hover hover:border-line-control",
  ghost: "text-ink-soft hover:bg-raised hover:text-ink",
  danger: "bg-bad-strong text-white shadow-button hover:bg-bad-strong/80",
};

const SIZES: Record<ButtonSize, string> = {
  sm: "h-8 px-3 text-sm",
  md: "h-10 px-4 text-sm",
  lg: "h-12 px-6 text-base",
};

/** A button; with `href` a link of the same look. `type` is `submit` unless said otherwise. */
export function Button(props: ButtonProps) {
  const { variant = "primary", size = "md", href, loading, block, class: extra, ...rest } = props;
  const { icon: Start, iconEnd: End, children, disabled, type = "submit", ...attributes } = rest;
  const className = cx(BASE, VARIANTS[variant], SIZES[size], block && "w-full", extra as string);
  const content = (
    <>
      {loading ? <Spinner /> : Start && <Start class={size === "lg" ? "size-5" : "size-4"} />}
      {children}
      {End && <End class={size === "lg" ? "size-5" : "size-4"} />}
    </>
  );
  if (href !== undefined) {
    const linkAttributes = attributes as Record<string, unknown>;
    return (
      <a
        {...linkAttributes}
        href={disabled ? undefined : href}
        aria-disabled={disabled ? "true" : undefined}
        class={className}
      >
        {content}
      </a>
    );
  }
  return (
    <button
      {...attributes}
      type={type}
      disabled={loading || disabled}
      aria-busy={loading ? "true" : undefined}
      class={className}
    >
      {content}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonProps, "children" | "iconEnd" | "block"> {
  /** What it does: its name for everybody who can't see the icon, and its tooltip. */
  label: string;
  icon: Icon;
}

/** A square button with only an icon; `label` names it. */
export function IconButton({ label, class: extra, size = "md", ...props }: IconButtonProps) {
  const square = size === "sm" ? "w-8 px-0" : size === "lg" ? "w-12 px-0" : "w-10 px-0";
  return (
    <Button
      variant="ghost"
      type="button"
      {...props}
      size={size}
      aria-label={label}
      title={label}
      class={cx(square, extra as string)}
    />
  );
}
