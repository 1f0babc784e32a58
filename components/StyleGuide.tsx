/** Every part of the design system in every state, on one page; served in development only. */
import { Controls } from "./styleguide/Controls.tsx";
import { Displays } from "./styleguide/Displays.tsx";
import { Foundations } from "./styleguide/Foundations.tsx";
import { SectionHeader } from "./ui/SectionHeader.tsx";

/** The whole page, to be put into a `PublicLayout`. */
export function StyleGuide() {
  return (
    <div class="mx-auto max-w-[76rem] px-4 py-16 sm:px-6">
      <SectionHeader
        level={1}
        eyebrow="Design system"
        title="Style guide"
        description="What pages are built of. If something is missing here, it doesn't exist yet."
      />
      <div class="mt-12">
        <Foundations />
        <Controls />
        <Displays />
      </div>
    </div>
  );
}
