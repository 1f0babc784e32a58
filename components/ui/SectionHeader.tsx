/** The head of a section of a public page: a small lead-in, a title, a sentence. */
import type { ComponentChildren } from "preact";
import { cx } from "./cx.ts";

export interface SectionHeaderProps {
  /** A few words above the title. */
  eyebrow?: string;
  title: ComponentChildren;
  description?: ComponentChildren;
  align?: "left" | "center";
  /** `h1` on the page's own head. */
  level?: 1 | 2;
  id?: string;
}

/** Eyebrow, title and description. */
export function SectionHeader(props: SectionHeaderProps) {
  const { eyebrow, title, description, align = "left", level = 2, id } = props;
  const Title = level === 1 ? "h1" : "h2";
  return (
    <div class={cx("max-w-2xl", align === "center" && "mx-auto text-center")}>
      {eyebrow && <p class="mb-3 text-sm font-medium text-accent">{eyebrow}</p>}
      <Title
        id={id}
        class={cx(
          "text-balance font-semibold text-ink",
          level === 1 ? "text-4xl sm:text-5xl" : "text-3xl sm:text-4xl",
        )}
      >
        {title}
      </Title>
      {description && <p class="mt-4 text-pretty text-lg text-muted">{description}</p>}
    </div>
  );
}
