/** Questions before the first order, answered. */
import { PlusIcon } from "../icons.tsx";
import { SectionHeader } from "../ui/SectionHeader.tsx";
import { TextLink } from "../ui/TextLink.tsx";

export interface Question {
  question: string;
  answer: string;
}

const QUESTIONS: Question[] = [
  {
    question: "How do I pay?",
    answer:
      "By bank transfer or cryptocurrency. Your invoice shows the account or the address together with a reference. Upload a proof of payment there, and our staff match it with what arrived.",
  },
  {
    question: "When does my server start?",
    answer:
      "Once the payment has arrived. A technician then sets the machine up and enters its log-in data. You get a mail, and the dashboard shows the state at every step in between.",
  },
  {
    question: "What if I order and don't pay?",
    answer:
      "Nothing is charged. The order expires at the time that its page shows, the invoice is voided, and the place in the data center goes back into stock.",
  },
  {
    question: "Which billing terms are there?",
    answer:
      "Monthly, quarterly, semi-annual and annual. The pricing page shows each plan in each term, and the order repeats the price before you agree to it.",
  },
  {
    question: "Who can read my password?",
    answer:
      "It is encrypted where it is stored, it is never sent by mail, and pages show it masked. Whoever reveals it, you or our staff, leaves an entry in the audit log.",
  },
  {
    question: "Do I need JavaScript?",
    answer:
      "No. Every page and every form works without it, the order included. With it, some things are quicker, such as the live price while you configure.",
  },
];

/** A list of `<details>`; each opens by itself. */
export function Questions({ items = QUESTIONS }: { items?: Question[] }) {
  return (
    <section
      class="mx-auto grid max-w-[76rem] gap-12 px-4 py-20 sm:px-6 sm:py-28 lg:grid-cols-[1fr_1.5fr]"
      aria-labelledby="questions"
    >
      <div>
        <SectionHeader id="questions" eyebrow="Questions" title="Before you order" />
        <p class="mt-5 max-w-sm text-base text-muted">
          Something else? <TextLink href="/contact">Write to us</TextLink>, a person answers.
        </p>
      </div>
      <div class="divide-y divide-line border-y border-line">
        {items.map((item) => (
          <details key={item.question} class="group">
            <summary class="flex items-center justify-between gap-6 rounded py-5 text-base font-medium text-ink transition-colors duration-150 hover:text-brand-300">
              {item.question}
              <span class="text-muted transition-transform duration-150 group-open:rotate-45">
                <PlusIcon class="size-5" />
              </span>
            </summary>
            <p class="max-w-[62ch] pb-6 pr-10 text-pretty text-base text-muted">{item.answer}</p>
          </details>
        ))}
      </div>
    </section>
  );
}
