/** The end of an account, before it is asked for: what stands in the way, what goes, what stays and until when. */
import { Alert, Button, Card, DateTime, ErrorSummary, TextLink } from "../ui/mod.ts";
import type { ErasureObstacle, ErasurePlanView } from "@/domain/privacy/view.ts";
import { type ProofAsked, ProofFields } from "./ProofFields.tsx";

const OBSTACLES: Record<ErasureObstacle, { text: string; href: string; link: string }> = {
  services: {
    text:
      "Servers are running or being set up. Cancel them first; the account can be erased once they have ended.",
    href: "/dashboard/services",
    link: "See your services",
  },
  open_invoices: {
    text: "Invoices are open. Pay them, or cancel the orders that they belong to.",
    href: "/dashboard/invoices?status=open",
    link: "See the open invoices",
  },
  wallet_credit: {
    text: "There is money of yours in the wallet. Write to us, and we pay it back.",
    href: "/contact",
    link: "Write to us",
  },
  undecided: {
    text:
      "Our staff still have to decide about a booking on your account. Once they have, it can be erased.",
    href: "/contact",
    link: "Write to us",
  },
  staff_role: {
    text: "You belong to the staff. An owner has to remove you from it first.",
    href: "/admin",
    link: "Go to the admin panel",
  },
};

/** What the page shows. */
export interface ErasePageProps {
  plan: ErasurePlanView;
  asked: ProofAsked;
  errors: Readonly<Record<string, string>>;
}

/** Each with the way to its cancellation, or the day on which it ends. */
function ServicesInTheWay({ services }: Pick<ErasurePlanView, "services">) {
  return (
    <ul class="mt-2 flex flex-col gap-1">
      {services.map(({ id, hostname, endsOn }) => (
        <li key={id}>
          {hostname}: {endsOn === null
            ? (
              <TextLink href={`/dashboard/services/${id}#cancel`}>
                Cancel it<span class="sr-only">{` (${hostname})`}</span>
              </TextLink>
            )
            : (
              <>
                ends on <DateTime value={endsOn} />
              </>
            )}
        </li>
      ))}
    </ul>
  );
}

/** Three lists, and the form unless something is in the way. */
export function ErasePage({ plan, asked, errors }: ErasePageProps) {
  const isBlocked = plan.obstacles.length > 0;
  return (
    <form method="post" class="flex flex-col gap-6" novalidate>
      <ErrorSummary errors={errors} labels={{ password: "Your password", code: "Code" }} />
      {isBlocked && (
        <Alert tone="warn" title="Something is in the way">
          <ul class="flex list-disc flex-col gap-2 pl-5">
            {plan.obstacles.map((obstacle) => (
              <li key={obstacle}>
                {OBSTACLES[obstacle].text}{" "}
                <TextLink href={OBSTACLES[obstacle].href}>{OBSTACLES[obstacle].link}</TextLink>
                {obstacle === "services" && <ServicesInTheWay services={plan.services} />}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <div class="grid gap-6 lg:grid-cols-2">
        <Card title="What goes">
          <ul class="flex list-disc flex-col gap-2 pl-5 text-sm text-ink-soft">
            <li>At once: all sessions and API tokens. You are logged out everywhere.</li>
            <li>
              On{" "}
              <DateTime value={plan.dueOn} />: name, address, profile, password, second factor,
              teams, your names and hostnames on orders and services, passwords of servers, proofs
              of payment, the texts of all mails and of your messages to us, networks and browsers
              in the log, copies of your data.
            </li>
            <li>Nothing of it can be brought back.</li>
          </ul>
        </Card>
        <Card title="What has to stay">
          {plan.keptUntil === null
            ? (
              <p class="text-sm text-ink-soft">
                You have no invoices, payments or bookings: nothing but the account's number and
                what it did, without your name.
              </p>
            )
            : (
              <ul class="flex list-disc flex-col gap-2 pl-5 text-sm text-ink-soft">
                <li>
                  Invoices and credit notes with their buyer; your payments with their references,
                  bank accounts and transactions on chains; what our staff booked on your wallet,
                  paid out and decided about it: the law makes us keep them for {plan.retainYears}
                  {" "}
                  years after the year of each. The last of them are erased after{" "}
                  <DateTime value={plan.keptUntil} />.
                </li>
                <li>The books, and the account's number: both without your name.</li>
              </ul>
            )}
        </Card>
      </div>
      {!isBlocked && (
        <Card
          title="Erase the account"
          description={`You have ${plan.graceDays} days to change your mind: log in, and the account stays.`}
          footer={<Button variant="danger">Erase my account</Button>}
        >
          <div class="flex flex-col gap-5">
            <ProofFields asked={asked} errors={errors} />
            <p class="text-sm text-muted">
              Do you want to keep anything? Take{" "}
              <TextLink href="/dashboard/profile/export">a copy of your data</TextLink> first.
            </p>
          </div>
        </Card>
      )}
    </form>
  );
}
