/** Pausing a promotion, letting it go on, and ending it for good. */
import { Button, Dialog } from "../../ui/mod.ts";
import type { PromotionState } from "@/domain/promotion/view.ts";

const END_DIALOG = "end-promotion";

/** Two buttons; the end asks once more. */
export function PromotionSwitch({ path, state }: { path: string; state: PromotionState }) {
  const isPaused = state === "paused";
  return (
    <div class="flex flex-wrap gap-3">
      <form method="post" action={path}>
        <Button name="action" value={isPaused ? "resume" : "pause"} variant="secondary">
          {isPaused ? "Let it go on" : "Pause"}
        </Button>
      </form>
      <Button type="button" variant="ghost" popovertarget={END_DIALOG}>End the promotion</Button>
      <Dialog
        id={END_DIALOG}
        title="End this promotion?"
        footer={
          <form method="post" action={path}>
            <Button name="action" value="end" variant="danger">End the promotion</Button>
          </form>
        }
      >
        Nobody can use the code any more, and it can't be given to another promotion. Orders that
        have it keep their discount.
      </Dialog>
    </div>
  );
}
