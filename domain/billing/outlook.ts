/** What happens next if an invoice stays unpaid, in words: nobody is surprised by a suspension. */
import { isoNow } from "@/domain/shared/clock.ts";
import type { Service } from "@/domain/service/mod.ts";
import { mayBeSuspended, rungsOf, type Standing } from "./rungs.ts";

/** A sentence for mails and pages; "" where nothing is about to happen. */
export function outlookOf(standing: Standing): string {
  const suspensions = rungsOf(standing).filter(({ name, step }) =>
    step.kind === "suspension" && !standing.invoice.chase.taken.includes(name)
  );
  const running = standing.services.filter(mayBeSuspended);
  const [next] = suspensions;
  if (!next || running.length === 0) return "";
  const now = isoNow({ now: () => standing.now });
  const on = next.at > now ? `on ${next.at.slice(0, 10)}` : "shortly";
  const what = `If it stays unpaid, ${names(running)} will be suspended ${on}.`;
  return standing.terms.promiseDays > 0 && standing.invoice.chase.promise === null
    ? `${what} If you need a few days more, say so on the page of the invoice.`
    : what;
}

function names(services: readonly Service[]): string {
  return new Intl.ListFormat("en-GB").format(services.map(({ hostname }) => hostname));
}
