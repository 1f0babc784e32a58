/** What data the company keeps about people, why, and for how long. It says what the code does: keep the two together. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { Prose, SectionHeader } from "@/components/ui/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import { define } from "../(_lib)/state.ts";

interface Data {
  legalName: string;
  address: string;
  supportEmail: string;
  usesSendGrid: boolean;
}

export const handler = define.handlers({
  async GET(ctx) {
    const company = await getSettings(ctx.state.deps, "company");
    const address = [...company.addressLines, company.country].filter(Boolean).join(", ");
    return page<Data>({
      legalName: company.legalName,
      address,
      supportEmail: company.supportEmail,
      usesSendGrid: ctx.state.deps.config.sendgrid !== null,
    });
  },
});

export default define.page<typeof handler>(function PrivacyPage({ data }) {
  const { legalName, address, supportEmail, usesSendGrid } = data;
  return (
    <div class="mx-auto max-w-[76rem] px-4 py-16 sm:px-6 sm:py-24">
      <Head>
        <title>Privacy · CloudNest</title>
        <meta
          name="description"
          content="Which data we keep about you, what for, for how long, and how to see, correct or delete it."
          key="description"
        />
      </Head>
      <SectionHeader
        level={1}
        title="Privacy"
        description="Which data we keep about you, what for, and for how long."
      />
      <div class="mt-12">
        <Prose>
          <p>
            Responsible for your data is <strong>{legalName}</strong>
            {address && `, ${address}`}. For everything about it, write to{" "}
            <a href={`mailto:${supportEmail}`}>{supportEmail}</a>.
          </p>

          <WhatWeKeep />
          <WhoSeesIt usesSendGrid={usesSendGrid} />
          <YourRights />
        </Prose>
      </div>
    </div>
  );
});

/** What is kept of visitors, customers and people who write. */
function WhatWeKeep() {
  return (
    <>
      <h2>When you look around</h2>
      <p>
        Our server notes for each request the time, the page, the outcome, how long it took, a
        random request number, and while you are logged in the number of your account. It doesn't
        note your IP address or browser there. There is no tracking, no advertising, and nothing on
        these pages is loaded from other companies.
      </p>

      <h2>Cookies</h2>
      <p>There are two, both needed for what you ask for, and neither follows you elsewhere:</p>
      <ul>
        <li>
          one that keeps you logged in, for 30 days at the most, or until you log out;
        </li>
        <li>one that carries a message such as “saved” to the next page, for a minute.</li>
      </ul>

      <h2>When you have an account</h2>
      <p>We keep what the contract needs (Article 6 (1) b of the GDPR):</p>
      <ul>
        <li>
          <strong>your account</strong>: name, e-mail address, and a salted hash of your password,
          from which the password can't be read back;
        </li>
        <li>
          <strong>orders, services, invoices and payments</strong>, with the proofs of payment that
          you upload;
        </li>
        <li>
          <strong>log-in data of your servers</strong>, encrypted, and shown only to you and to the
          staff who set them up;
        </li>
        <li>
          <strong>mails</strong> that we have sent to you.
        </li>
      </ul>
      <p>
        To protect accounts (Article 6 (1) f) we count failed log-ins by network for up to an hour,
        keep for each session the network that it was started from and the name of the browser, and
        record in an audit log who changed what and when, and from which network somebody logged in
        or tried to.
      </p>

      <h2>When you write to us</h2>
      <p>
        What you type into the contact form reaches our support as a mail with your name and
        address, so that we can answer.
      </p>
    </>
  );
}

/** Who gets data besides the house. */
function WhoSeesIt({ usesSendGrid }: Pick<Data, "usesSendGrid">) {
  return (
    <>
      <h2>Who else sees it</h2>
      <ul>
        {usesSendGrid && (
          <li>
            Mails are delivered by Twilio SendGrid (USA), which gets the address, the subject and
            the text for that. The transfer rests on the standard contractual clauses of the
            European Commission.
          </li>
        )}
        <li>
          Our bank sees transfers to us. Payments in cryptocurrencies are public by nature.
        </li>
        <li>
          Authorities get data only where the law obliges us, and only what it asks for.
        </li>
      </ul>
      <p>We sell nothing about you to anybody.</p>
    </>
  );
}

/** For how long, and what people can ask for. */
function YourRights() {
  return (
    <>
      <h2>How long</h2>
      <ul>
        <li>Invoices and what belongs to them: as long as tax law demands, up to ten years.</li>
        <li>
          Your account: until you ask us to delete it and no service or open invoice is left.
        </li>
        <li>Data on a server of yours: until the service ends. We don't look into it.</li>
      </ul>

      <h2>Your rights</h2>
      <p>
        You can ask us for a copy of your data, have it corrected or deleted, limit or object to
        what we do with it, and take it elsewhere (Articles 15 to 21 of the GDPR). Write to the
        address above from the one in your account. If you think that we handle your data wrongly,
        you can complain to the data protection authority where you live.
      </p>
    </>
  );
}
