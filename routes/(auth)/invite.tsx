/** An invitation from a mail: what it offers, and its acceptance with an account, old or new. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { rightsText } from "@/components/team/rights.ts";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { Alert, Button, ErrorSummary, Input, TextLink } from "@/components/ui/mod.ts";
import {
  acceptInvitation,
  answerInvitation,
  type OfferView,
  readOffer,
} from "@/domain/invitation/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { formError } from "../(_lib)/actions.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { formStatus } from "../(_lib)/problems.ts";
import { signInWith, toSecondStep } from "../(_lib)/sign_in.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { isConfirmed } from "../(_lib)/step_up.ts";

const form = z.strictObject({
  action: z.enum(["accept", "answer"]).default("answer"),
  name: z.string().default(""),
  password: z.string().default(""),
});

interface Data {
  offer: OfferView | null;
  token: string;
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  /** The address of whoever is signed in. */
  signedInAs: string | null;
  /** The invitation is theirs, and they may accept it with one click. */
  isTheirs: boolean;
}

export const handler = define.handlers({
  GET: async (ctx) => {
    const data = await load(ctx, { typed: nothingTyped(), errors: {} });
    return page<Data>(data, { status: data.offer ? 200 : 404 });
  },
  async POST(ctx) {
    const { deps, client, requestId, signedIn } = ctx.state;
    const token = tokenOf(ctx);
    const read = await readForm(ctx, form);
    const { typed } = read;
    if (!read.ok) {
      return page<Data>(
        await load(ctx, { typed, errors: read.error.fields }),
        formStatus(read.error),
      );
    }
    const { action, name, password } = read.value;
    if (action === "accept" && signedIn && isConfirmed(ctx)) {
      const { account: { id: accountId }, sessionId } = signedIn;
      const done = await acceptInvitation(deps, { token, accountId, sessionId, requestId });
      return done.ok ? await welcome(ctx, done.value) : await refuse(ctx, typed, done.error);
    }
    const offer = await readOffer(deps, token);
    const answered = await answerInvitation(deps, { token, name, password, client });
    if (answered.ok && offer.ok) {
      return signInWith(ctx, await welcome(ctx, offer.value.kind), answered.value);
    }
    if (!answered.ok && answered.error.code === "second_factor_required") {
      return toSecondStep(ctx, answered.error, `${ctx.url.pathname}?token=${token}`);
    }
    return await refuse(ctx, typed, answered.ok ? { code: "link_expired" } : answered.error);
  },
});

function tokenOf(ctx: Ctx): string {
  const token = ctx.url.searchParams.get("token") ?? "";
  return /^[\w-]{1,100}$/.test(token) ? token : "";
}

function welcome(ctx: Ctx, kind: OfferView["kind"]): Promise<Response> {
  return kind === "staff"
    ? seeOther(ctx, "/dashboard", { tone: "ok", text: "Welcome to the staff." })
    : seeOther(ctx, "/dashboard", {
      tone: "ok",
      text: "You are in. The account is in the menu, below your own.",
    });
}

async function refuse(ctx: Ctx, typed: Typed, error: Failure) {
  const errors: Record<string, string> = error.code === "bad_credentials"
    ? { password: "With this password it doesn't work. Check it and try again." }
    : error.code === "link_expired"
    ? {}
    : formError(error);
  const data = await load(ctx, { typed, errors });
  return error.code === "link_expired"
    ? page<Data>({ ...data, offer: null }, { status: 404 })
    : page<Data>(data, formStatus(error));
}

async function load(ctx: Ctx, sent: Pick<Data, "typed" | "errors">): Promise<Data> {
  const token = tokenOf(ctx);
  const offer = await readOffer(ctx.state.deps, token);
  const email = ctx.state.signedIn?.account.email ?? null;
  const isTheirs = offer.ok && email === offer.value.email && isConfirmed(ctx);
  return {
    ...sent,
    token,
    offer: offer.ok ? offer.value : null,
    signedInAs: email,
    isTheirs,
  };
}

export default define.page<typeof handler>(function InvitePage({ data, state }) {
  const { offer } = data;
  if (!offer) {
    return (
      <AuthLayout title="This invitation is over" flash={state.flash}>
        <Head>
          <title>Invitation · CloudNest</title>
        </Head>
        <Alert tone="warn" title="The link opens nothing any more">
          It works once and for three days, and can be taken back. Ask for a new one.
        </Alert>
        <p class="mt-6 text-sm text-muted">
          <TextLink href="/">To the start page</TextLink>
        </p>
      </AuthLayout>
    );
  }
  return (
    <AuthLayout title="You are invited" description={offerText(offer)} flash={state.flash}>
      <Head>
        <title>Invitation · CloudNest</title>
      </Head>
      <form
        method="post"
        action={`/invite?token=${data.token}`}
        class="flex flex-col gap-5"
        novalidate
      >
        <ErrorSummary errors={data.errors} />
        {data.isTheirs
          ? (
            <>
              <p class="text-sm text-muted">You are signed in as {data.signedInAs}.</p>
              <Button name="action" value="accept" block>Accept</Button>
            </>
          )
          : <AnswerFields {...data} offer={offer} />}
      </form>
    </AuthLayout>
  );
});

function AnswerFields({ offer, typed, errors, signedInAs }: Data & { offer: OfferView }) {
  return (
    <>
      {signedInAs !== null && signedInAs !== offer.email && (
        <Alert tone="info" title={`You are signed in as ${signedInAs}`}>
          The invitation is for another address. Whoever accepts it is signed in with that one.
        </Alert>
      )}
      <Input
        name="email"
        type="email"
        label="E-mail address"
        value={offer.email}
        autocomplete="username"
        disabled
      />
      <Input
        name="name"
        label="Name"
        hint="For a new account. If you have one already, it stays as it is."
        value={typed.texts.name}
        error={errors.name}
        autocomplete="name"
        maxlength={100}
      />
      <Input
        name="password"
        type="password"
        label="Password"
        hint="Of the account with this address; if there is none, the one that it shall get: at least 10 characters."
        error={errors.password}
        autocomplete="current-password"
        required
      />
      <Button name="action" value="answer" block>Accept</Button>
      <p class="text-sm text-muted">
        By making an account you accept our <TextLink href="/terms">terms of service</TextLink>{" "}
        and have read how we handle <TextLink href="/privacy">your data</TextLink>.
      </p>
    </>
  );
}

function offerText(offer: OfferView): string {
  return offer.kind === "staff"
    ? `${offer.from} would like you on its staff, as: ${offer.roleName}.`
    : `${offer.from} lets you into parts of their account: ${rightsText(offer.rights)}.`;
}
