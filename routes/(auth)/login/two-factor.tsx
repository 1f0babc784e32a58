/** The second step of a log-in: a code of the app, a recovery code, or a passkey. */
import { HttpError, page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AuthLayout } from "@/components/layouts/mod.ts";
import { TwoFactorForm } from "@/components/security/TwoFactorForm.tsx";
import { TextLink } from "@/components/ui/mod.ts";
import { beginPasskeyStep, finishLogIn, getSecondStep } from "@/domain/session/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { formStatus, retryAfterOf, waitText } from "../../(_lib)/problems.ts";
import { firstStepOf, signInWith, wantsJson } from "../../(_lib)/sign_in.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { keepNext, safeNext } from "../../(_lib)/urls.ts";

const form = z.strictObject({
  action: z.enum(["code", "passkey_options", "passkey"]).default("code"),
  code: z.string().default(""),
  /** An authenticator's answer, as JSON. */
  answer: z.string().default(""),
  remember: z.literal("on").optional(),
});

interface Data {
  hasApp: boolean;
  hasPasskey: boolean;
  next: string | null;
  isRemembered: boolean;
  error: string | null;
}

export const handler = define.handlers({
  async GET(ctx) {
    if (ctx.state.signedIn) return ctx.redirect(safeNext(nextOf(ctx)), 303);
    const step = await getSecondStep(ctx.state.deps, firstStepOf(ctx));
    if (!step) return ctx.redirect(keepNext("/login", nextOf(ctx)), 303);
    return page<Data>({ ...step, next: nextOf(ctx), isRemembered: false, error: null });
  },
  async POST(ctx) {
    const challenge = firstStepOf(ctx);
    const read = await readForm(ctx, form);
    if (!read.ok) throw new HttpError(422);
    const { action, code, answer, remember } = read.value;
    const { deps, client } = ctx.state;
    const isRemembered = remember === "on";
    if (challenge === null) return await refuse(ctx, { code: "log_in_expired" }, isRemembered);
    if (action === "passkey_options") {
      const options = await beginPasskeyStep(deps, { ...client, challenge });
      return options.ok ? Response.json(options.value) : await refuse(ctx, options.error, false);
    }
    const finished = await finishLogIn(deps, {
      ...client,
      challenge,
      answer: action === "passkey" ? { passkey: answer } : { code },
      rememberDevice: isRemembered,
    });
    if (!finished.ok) return await refuse(ctx, finished.error, isRemembered);
    const location = safeNext(nextOf(ctx));
    const response = wantsJson(ctx) ? Response.json({ location }) : ctx.redirect(location, 303);
    return signInWith(ctx, response, finished.value);
  },
});

function nextOf(ctx: Ctx): string | null {
  return ctx.url.searchParams.get("next");
}

async function refuse(ctx: Ctx, error: Failure, isRemembered: boolean) {
  const text = explain(error);
  if (wantsJson(ctx)) return Response.json({ message: text }, formStatus(error));
  const step = await getSecondStep(ctx.state.deps, firstStepOf(ctx));
  if (error.code === "log_in_expired" || !step) {
    return await seeOther(ctx, keepNext("/login", nextOf(ctx)), { tone: "warn", text });
  }
  return page<Data>({ ...step, next: nextOf(ctx), isRemembered, error: text }, formStatus(error));
}

function explain(error: Failure): string {
  const wait = retryAfterOf(error);
  if (wait !== null) return `Too many tries. Try again in ${waitText(wait)}.`;
  switch (error.code) {
    case "log_in_expired":
      return "That took too long. Log in again.";
    case "bad_code":
      return "That isn't right, or was used before. Wait for the next code and try again.";
    default:
      return "We are busy right now. Try again in a moment.";
  }
}

export default define.page<typeof handler>(function TwoFactorPage({ data, state }) {
  return (
    <AuthLayout
      title="One more step"
      description={data.hasApp
        ? "Your account is protected by a second factor."
        : "Confirm with your passkey that it's you."}
      flash={state.flash}
      footer={
        <>
          Not you? <TextLink href={keepNext("/login", data.next)}>Log in as somebody else</TextLink>
        </>
      }
    >
      <Head>
        <title>One more step · CloudNest</title>
      </Head>
      <TwoFactorForm {...data} action={keepNext("/login/two-factor", data.next)} />
    </AuthLayout>
  );
});
