/** The page of one kind of plans: prices by term, what is included, all specifications, questions. */
import type { PlanView } from "@/domain/catalog/view.ts";
import type { Cycle } from "@/domain/shared/period.ts";
import type { TaxRule } from "@/domain/tax/view.ts";
import { CheckIcon } from "../icons.tsx";
import { CallToAction } from "../marketing/CallToAction.tsx";
import { type Question, Questions } from "../marketing/Questions.tsx";
import { CycleScope, CycleToggle } from "../ui/Cycles.tsx";
import { SectionHeader } from "../ui/SectionHeader.tsx";
import { CompareTable } from "./CompareTable.tsx";
import { cycleOptions } from "./cycles.ts";
import { PlanCards } from "./PlanCards.tsx";
import { priceNote } from "./price_note.ts";

export interface FamilyPageProps {
  plans: readonly PlanView[];
  cycle: Cycle;
  texts: FamilyTexts;
  /** What visitors are charged. */
  tax: TaxRule;
}

/** What is said about a family. */
export interface FamilyTexts {
  eyebrow: string;
  title: string;
  description: string;
  /** What every plan of the family comes with. */
  included: ReadonlyArray<{ title: string; text: string }>;
  compareTitle: string;
  questions: Question[];
}

/** Sections from the page's title to its last call. */
export function FamilyPage({ plans, cycle, texts, tax }: FamilyPageProps) {
  return (
    <>
      <CycleScope>
        <section class="mx-auto max-w-[76rem] px-4 pb-16 pt-14 sm:px-6 sm:pb-24 sm:pt-20">
          <div class="flex flex-wrap items-end justify-between gap-x-10 gap-y-8">
            <SectionHeader
              level={1}
              eyebrow={texts.eyebrow}
              title={texts.title}
              description={texts.description}
            />
            <CycleToggle cycles={cycleOptions(plans[0])} value={cycle} />
          </div>
          <div class="mt-12">
            <PlanCards plans={plans} level={2} />
          </div>
          <p class="mt-6 text-sm text-muted">
            {priceNote(tax)} You see the full sum before you order.
          </p>
        </section>
      </CycleScope>
      <Included items={texts.included} />
      <section
        class="mx-auto max-w-[76rem] px-4 pt-16 sm:px-6 sm:pt-24"
        aria-labelledby="compare"
      >
        <SectionHeader id="compare" eyebrow="Compare" title={texts.compareTitle} />
        <div class="mt-10">
          <CompareTable plans={plans} caption={texts.compareTitle} />
        </div>
      </section>
      <Questions items={texts.questions} />
      <CallToAction />
    </>
  );
}

function Included({ items }: { items: FamilyTexts["included"] }) {
  return (
    <section class="border-y border-line bg-surface/40" aria-labelledby="included">
      <div class="mx-auto max-w-[76rem] px-4 py-16 sm:px-6 sm:py-24">
        <SectionHeader id="included" eyebrow="Included" title="With every plan" />
        <ul class="mt-10 grid gap-x-10 gap-y-8 sm:grid-cols-2 lg:grid-cols-3">
          {items.map((item) => (
            <li key={item.title} class="flex gap-3.5">
              <span class="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full bg-brand-950 text-brand">
                <CheckIcon class="size-3.5" />
              </span>
              <div class="min-w-0">
                <h3 class="text-base font-semibold text-ink">{item.title}</h3>
                <p class="mt-1 text-pretty text-sm text-muted">{item.text}</p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}
