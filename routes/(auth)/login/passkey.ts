/** Log-in by passkey alone, for the script of the log-in page: options, then the authenticator's answer. */
import { HttpError } from "fresh";
import { z } from "zod";
import { beginPasskeyLogIn, logInByPasskey } from "@/domain/session/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { formStatus, retryAfterOf, waitText } from "../../(_lib)/problems.ts";
import { signInWith } from "../../(_lib)/sign_in.ts";
import { define } from "../../(_lib)/state.ts";
import { safeNext } from "../../(_lib)/urls.ts";

const form = z.strictObject({
  action: z.enum(["passkey_options", "passkey"]),
  answer: z.string().default(""),
});

export const handler = define.handlers({
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) throw new HttpError(422);
    const { deps, client } = ctx.state;
    if (read.value.action === "passkey_options") {
      const options = await beginPasskeyLogIn(deps, client);
      return options.ok ? Response.json(options.value) : refuse(options.error);
    }
    const started = await logInByPasskey(deps, { ...client, answer: read.value.answer });
    if (!started.ok) return refuse(started.error);
    const location = safeNext(ctx.url.searchParams.get("next"));
    return signInWith(ctx, Response.json({ location }), started.value);
  },
});

function refuse(error: Failure): Response {
  const wait = retryAfterOf(error);
  const message = wait !== null
    ? `Too many tries. Try again in ${waitText(wait)}.`
    : error.code === "bad_passkey"
    ? "We don't know this passkey, or it took too long. Log in with your password instead."
    : "We are busy right now. Try again in a moment.";
  return Response.json({ message }, formStatus(error));
}
