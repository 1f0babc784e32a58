/** The contact form. */
import type { ComponentChildren } from "preact";
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { BotTrap } from "@/components/auth/BotTrap.tsx";
import {
  Button,
  EmailField,
  ErrorSummary,
  Input,
  SectionHeader,
  Textarea,
} from "@/components/ui/mod.ts";
import { getSettings } from "@/domain/settings/mod.ts";
import type { Failure, ValidationError } from "@/domain/shared/result.ts";
import { sendContactMessage } from "@/domain/ticket/mod.ts";
import { BOT_FIELDS, judgeSender, stampOf } from "../(_lib)/bots.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { formStatus, retryAfterOf, waitText } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";

const form = z.strictObject({
  name: z.string().default(""),
  email: z.string().default(""),
  subject: z.string().default(""),
  message: z.string().default(""),
  ...BOT_FIELDS,
});

const THANKS = {
  tone: "ok",
  text: "Your message is on its way. We answer by mail, usually within a working day.",
} as const;

interface Data {
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  supportEmail: string;
  stamp: string;
}

export const handler = define.handlers({
  async GET(ctx) {
    const account = ctx.state.signedIn?.account;
    const typed = nothingTyped(account ? { name: account.name, email: account.email } : {});
    return page<Data>({ typed, errors: {}, ...await contactData(ctx) });
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return await refuse(ctx, read.typed, read.error);
    const { stamp, website, ...message } = read.value;
    const sender = await judgeSender(ctx, "contact", { stamp, website });
    if (sender === "program") return await seeOther(ctx, "/contact", THANKS);
    if (sender !== "person") return await refuse(ctx, read.typed, sender);
    const { deps, signedIn, client, requestId } = ctx.state;
    const actor = signedIn?.actor ?? { kind: "visitor", id: "visitor" } as const;
    const sent = await sendContactMessage(deps, { actor, form: message, ip: client.ip, requestId });
    if (!sent.ok) return await refuse(ctx, read.typed, sent.error);
    return await seeOther(ctx, "/contact", THANKS);
  },
});

async function contactData(
  ctx: Ctx,
  typedStamp?: string,
): Promise<{ supportEmail: string; stamp: string }> {
  const { supportEmail } = await getSettings(ctx.state.deps, "company");
  return { supportEmail, stamp: await stampOf(ctx, "contact", typedStamp) };
}

async function refuse(ctx: Ctx, typed: Typed, error: Failure) {
  const data: Data = {
    typed,
    errors: explain(error),
    ...await contactData(ctx, typed.texts.stamp),
  };
  return page(data, formStatus(error));
}

function explain(error: Failure): Data["errors"] {
  if (error.code === "validation") return (error as ValidationError).fields;
  const wait = retryAfterOf(error);
  return {
    "": wait === null
      ? "We are busy right now. Try again in a moment."
      : `That were many messages in a short time. Try again in ${waitText(wait)}.`,
  };
}

export default define.page<typeof handler>(function ContactPage({ data }) {
  const { supportEmail } = data;
  return (
    <div class="mx-auto grid max-w-[76rem] gap-12 px-4 py-16 sm:px-6 sm:py-24 lg:grid-cols-[1fr_1.2fr] lg:gap-20">
      <Head>
        <title>Contact · CloudNest</title>
        <meta
          name="description"
          content="Ask about plans, payments or a server that you have with us. We answer by mail."
          key="description"
        />
      </Head>
      <div>
        <SectionHeader
          level={1}
          title="Write to us"
          description="About plans before you order, a payment that is on its way, or a server that you have with us."
        />
        <dl class="mt-10 flex flex-col gap-6 text-base">
          <Fact title="By mail">
            <a
              href={`mailto:${supportEmail}`}
              class="wrap-anywhere text-brand underline underline-offset-4"
            >
              {supportEmail}
            </a>
          </Fact>
          <Fact title="What helps us answer">
            The number of the order or invoice, or the name of the server. Never a password: we
            don't need yours, and we don't ask for it.
          </Fact>
          <Fact title="Payments">
            A bank transfer takes one to three working days to reach us. With a proof of payment on
            the invoice's page we can look for it earlier.
          </Fact>
        </dl>
      </div>
      <ContactForm {...data} />
    </div>
  );
});

function Fact({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt class="font-medium text-ink">{title}</dt>
      <dd class="mt-1 text-muted">{children}</dd>
    </div>
  );
}

function ContactForm({ typed, errors, stamp }: Pick<Data, "typed" | "errors" | "stamp">) {
  return (
    <form method="post" action="/contact" class="flex flex-col gap-5" novalidate>
      <ErrorSummary errors={errors} />
      <Input
        name="name"
        label="Name"
        value={typed.texts.name}
        error={errors.name}
        autocomplete="name"
        maxlength={100}
        required
      />
      <EmailField typed={typed.texts.email} errors={errors} hint="Where we answer to." />
      <Input
        name="subject"
        label="Subject"
        value={typed.texts.subject}
        error={errors.subject}
        maxlength={120}
        required
      />
      <Textarea
        name="message"
        label="Message"
        value={typed.texts.message}
        error={errors.message}
        rows={8}
        maxlength={5000}
        required
      />
      <BotTrap stamp={stamp} />
      <div>
        <Button>Send message</Button>
      </div>
    </form>
  );
}
