/** The terms of service. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Prose, SectionHeader } from "@/components/ui/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { define } from "../(_lib)/state.ts";

interface Data {
  legalName: string;
  address: string;
  supportEmail: string;
  termsVersion: string;
  expiryHours: number;
  dueDays: number;
}

export const handler = define.handlers({
  async GET(ctx) {
    const { deps } = ctx.state;
    const [company, orders] = await Promise.all([
      getSettings(deps, "company"),
      getSettings(deps, "orders"),
    ]);
    const address = [...company.addressLines, company.country].filter(Boolean).join(", ");
    return page<Data>({
      legalName: company.legalName,
      address,
      supportEmail: company.supportEmail,
      termsVersion: orders.termsVersion,
      expiryHours: orders.unpaidExpiryHours,
      dueDays: orders.invoiceDueDays,
    });
  },
});

export default define.page<typeof handler>(function TermsPage({ data }) {
  const { legalName, address, supportEmail, termsVersion, expiryHours, dueDays } = data;
  return (
    <div class="mx-auto max-w-[76rem] px-4 py-16 sm:px-6 sm:py-24">
      <Head>
        <title>Terms of service · CloudNest</title>
        <meta
          name="description"
          content="What you and we agree on when you order a server: payment, setup, use, backups and how it ends."
          key="description"
        />
      </Head>
      <SectionHeader level={1} title="Terms of service" description={`Version ${termsVersion}`} />
      <div class="mt-12">
        <Prose>
          <p>
            These terms are between you and <strong>{legalName}</strong>
            {address && ` (${address})`}{" "}
            (“we”). They hold for every plan that you order on this site. Each order keeps the
            version of the terms that you accepted with it.
          </p>

          <OrderTerms expiryHours={expiryHours} dueDays={dueDays} />
          <UseTerms />
          <OperationTerms />
          <EndTerms supportEmail={supportEmail} />
          <LegalTerms legalName={legalName} />
        </Prose>
      </div>
    </div>
  );
});

/** Account, orders, prices and payment. */
function OrderTerms({ expiryHours, dueDays }: Pick<Data, "expiryHours" | "dueDays">) {
  return (
    <>
      <h2>1. Your account</h2>
      <p>
        You need an account to order. Give us your real name or company and an address where mail
        reaches you: invoices and everything about your servers go there. Keep your password to
        yourself. What is done from your account counts as done by you, until you tell us that
        somebody else has got into it.
      </p>

      <h2>2. Orders</h2>
      <p>
        The plans on this site are an invitation to order. With your order you make an offer, and we
        reserve the machine for you. The contract is made when we have received your payment and
        confirm it. We may decline an order; whatever you have paid for it then goes back to you.
      </p>

      <h2>3. Prices and payment</h2>
      <ul>
        <li>
          Prices are those shown in your order, for the term that you chose: one month, three
          months, six months or a year, paid in advance.
        </li>
        <li>
          You pay by bank transfer or in the cryptocurrencies named on the invoice. Use the
          reference on the invoice, so that we can match your payment.
        </li>
        <li>
          Invoices are due within {dueDays}{" "}
          {dueDays === 1 ? "day" : "days"}. A first order that isn't paid within {expiryHours}{" "}
          {expiryHours === 1 ? "hour" : "hours"}{" "}
          expires: the reserved machine is released, and the invoice is void.
        </li>
        <li>
          A payment counts with the amount and in the currency that reach us. What you pay too much
          stays as credit in your account. Transfer and network fees are yours.
        </li>
        <li>
          A price can change for the next term. We tell you at least 30 days before it does.
        </li>
      </ul>
    </>
  );
}

/** Setup, and what may run on a server. */
function UseTerms() {
  return (
    <>
      <h2>4. Setup</h2>
      <p>
        Our staff set up your machine after they have recorded your payment, usually within one
        working day. You get a mail when it is ready, and find its address and first password on
        your dashboard. Change that password at your first log-in.
      </p>

      <h2>5. What you run on it</h2>
      <p>
        You are responsible for what runs on your machine and for keeping it up to date. Not allowed
        are:
      </p>
      <ul>
        <li>
          content and services that are against the law where the machine stands or where you are;
        </li>
        <li>unsolicited mail, phishing, malware, and attacks on other systems or networks;</li>
        <li>scanning other networks without their owner's consent;</li>
        <li>
          use that takes more than a fair part of shared hosts, such as mining on VPS and shared
          hosting plans.
        </li>
      </ul>
      <p>
        If others are in danger, we may disconnect a machine at once. We tell you why, and connect
        it again when the cause is gone. If you break these rules gravely or repeatedly, we may end
        the contract without notice.
      </p>
    </>
  );
}

/** Backups, maintenance and faults. */
function OperationTerms() {
  return (
    <>
      <h2>6. Backups</h2>
      <p>
        Your data is yours, and so is the duty to back it up. A backup add-on, where you have
        ordered one, keeps copies as its description says; it doesn't replace a copy that you keep
        yourself.
      </p>

      <h2>7. Maintenance and faults</h2>
      <p>
        We run our locations around the clock and repair faults as soon as we learn of them.
        Maintenance that interrupts your service is announced by mail at least three days before,
        but for urgent security fixes. Where a service is down through our fault for more than a day
        in a month, you get the price of the lost days as credit when you ask for it.
      </p>
    </>
  );
}

/** The term, its end, and withdrawal. */
function EndTerms({ supportEmail }: Pick<Data, "supportEmail">) {
  return (
    <>
      <h2>8. Term and end</h2>
      <p>
        A service runs for the term that you paid for. Before it ends we send an invoice for the
        next one. If you don't pay it, the service is suspended and later deleted with all its data;
        we write to you before each of the two. You can end a service at any time for the end of its
        term by not paying the next invoice or by writing to us.
      </p>

      <h2>9. Withdrawal by consumers</h2>
      <p>
        If you are a consumer in the European Union, you may withdraw from the contract within 14
        days without giving a reason: write to{" "}
        <a href={`mailto:${supportEmail}`}>{supportEmail}</a>. Where you asked us to begin before
        these days were over, you pay for the days used until then. Domain names and licences that
        were bought for you in your name can't be returned.
      </p>
    </>
  );
}

/** Liability, changes and law. */
function LegalTerms({ legalName }: Pick<Data, "legalName">) {
  return (
    <>
      <h2>10. Liability</h2>
      <p>
        We are liable without limit for intent, gross negligence, and harm to life, body and health.
        For slight negligence we are liable only where we break a duty that the contract rests on,
        and then for the damage that was foreseeable, at most for what you paid for the service in
        the twelve months before. We aren't liable for data that a regular backup of yours would
        have kept.
      </p>

      <h2>11. Changes of these terms</h2>
      <p>
        We may change the terms for the future. We mail you the new version at least 30 days before
        it holds. If you don't agree, you can end your services for that day, and get back what you
        have paid for the time after it.
      </p>

      <h2>12. Law</h2>
      <p>
        The law of the country where {legalName}{" "}
        has its seat applies; rules that protect consumers where they live stay in force. Should one
        of these clauses not hold, the others still do.
      </p>
      <p>
        Questions? <a href="/contact">Write to us</a> before you order.
      </p>
    </>
  );
}
