/** Messages inside a page: what happened, what to do. `Flash` is the one after an action. */
import type { ComponentChildren } from "preact";
import { CircleAlertIcon, type Icon } from "../icons.tsx";
import { CircleCheckIcon, InfoIcon, TriangleAlertIcon } from "../state_icons.tsx";
import { cx } from "./cx.ts";

export type AlertTone = "info" | "ok" | "warn" | "bad";

const TONES: Record<AlertTone, { box: string; mark: string; icon: Icon }> = {
  info: { box: "border-brand/25 bg-brand-950", mark: "text-brand", icon: InfoIcon },
  ok: { box: "border-ok/25 bg-ok/10", mark: "text-ok", icon: CircleCheckIcon },
  warn: { box: "border-warn/25 bg-warn/10", mark: "text-warn", icon: TriangleAlertIcon },
  bad: { box: "border-bad/30 bg-bad/10", mark: "text-bad", icon: CircleAlertIcon },
};

export interface AlertProps {
  tone?: AlertTone;
  title?: ComponentChildren;
  /** `alert` interrupts, `status` waits for a pause; unset for what was there from the start. */
  role?: "alert" | "status";
  actions?: ComponentChildren;
  id?: string;
  class?: string;
  children?: ComponentChildren;
}

/** A callout with an icon of its tone. */
export function Alert(props: AlertProps) {
  const { tone = "info", title, role, actions, id, class: className, children } = props;
  const { box, mark, icon: Mark } = TONES[tone];
  return (
    <div
      id={id}
      role={role}
      class={cx("flex items-start gap-3 rounded-lg border px-4 py-3.5 text-sm", box, className)}
    >
      <span class={cx("mt-0.5", mark)}>
        <Mark />
      </span>
      <div class="min-w-0 flex-1">
        {title && <p class="font-medium text-ink">{title}</p>}
        {children && <div class={cx("text-ink-soft", title ? "mt-1" : "")}>{children}</div>}
        {actions && <div class="mt-3 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}

/** The outcome of the last action, carried over a redirect. */
export interface FlashMessage {
  tone: AlertTone;
  text: string;
}

/** The flash message at the top of a page; failures interrupt, successes wait. */
export function Flash({ flash }: { flash?: FlashMessage | null }) {
  if (!flash) return null;
  return (
    <Alert tone={flash.tone} role={flash.tone === "bad" ? "alert" : "status"}>
      <span class="text-ink">{flash.text}</span>
    </Alert>
  );
}

/** A message that floats over the page's lower edge; for islands. */
export function Toast(
  { tone = "ok", children }: { tone?: AlertTone; children: ComponentChildren },
) {
  return (
    <div class="fixed inset-x-4 bottom-4 z-50 flex justify-center sm:left-auto sm:right-6 sm:bottom-6">
      <div class="w-full max-w-sm rounded-lg bg-raised shadow-float">
        <Alert tone={tone} role={tone === "bad" ? "alert" : "status"}>
          <span class="text-ink">{children}</span>
        </Alert>
      </div>
    </div>
  );
}
