/** The two pages that ask for the password or a code again, of customers and of staff: one handler. */
import { page } from "fresh";
import { z } from "zod";
import { proofAskedOf, stepUp } from "@/domain/session/mod.ts";
import { formError } from "./actions.ts";
import { readForm } from "./forms.ts";
import { formStatus, problem } from "./problems.ts";
import { type Ctx, define } from "./state.ts";
import { safeNext } from "./urls.ts";

const form = z.strictObject({
  password: z.string().optional(),
  code: z.string().optional(),
});

/** Takes the proof and leads back to `?next=`, or to `home`. */
export function confirmHandler(home: string) {
  return define.handlers({
    GET: (ctx) => page(shown(ctx, home, {})),
    async POST(ctx) {
      const { deps, client } = ctx.state;
      const read = await readForm(ctx, form);
      if (!read.ok) return page(shown(ctx, home, read.error.fields), formStatus(read.error));
      const signedIn = ctx.state.signedIn!;
      const confirmed = await stepUp(deps, { signedIn, client, ...read.value });
      if (confirmed.ok) return ctx.redirect(nextOf(ctx, home), 303);
      if (confirmed.error.code === "not_found") return problem(confirmed.error);
      return page(shown(ctx, home, formError(confirmed.error)), formStatus(confirmed.error));
    },
  });
}

function nextOf(ctx: Ctx, home: string): string {
  return safeNext(ctx.url.searchParams.get("next"), home);
}

function shown(ctx: Ctx, home: string, errors: Readonly<Record<string, string>>) {
  const proof = proofAskedOf(ctx.state.signedIn!);
  return { next: nextOf(ctx, home), proof, errors: { ...errors } };
}
