/** Asks staff for their password or a code again, and leads back to what they wanted to do. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Button, Card, ErrorSummary, Input } from "@/components/ui/mod.ts";
import { proofAskedOf, STEP_UP_MINUTES, stepUp } from "@/domain/session/mod.ts";
import { formError } from "../(_lib)/actions.ts";
import { readForm } from "../(_lib)/forms.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { formStatus, problem } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { safeNext } from "../(_lib)/urls.ts";

const form = z.strictObject({
  password: z.string().optional(),
  code: z.string().optional(),
});

export const handler = define.handlers({
  GET: (ctx) => page(shown(ctx, {})),
  async POST(ctx) {
    const { deps, client } = ctx.state;
    const read = await readForm(ctx, form);
    if (!read.ok) return page(shown(ctx, read.error.fields), formStatus(read.error));
    const signedIn = ctx.state.signedIn!;
    const confirmed = await stepUp(deps, { signedIn, client, ...read.value });
    if (confirmed.ok) return ctx.redirect(nextOf(ctx), 303);
    if (confirmed.error.code === "not_found") return problem(confirmed.error);
    return page(shown(ctx, formError(confirmed.error)), formStatus(confirmed.error));
  },
});

function nextOf(ctx: Ctx): string {
  return safeNext(ctx.url.searchParams.get("next"), "/admin");
}

function shown(ctx: Ctx, errors: Readonly<Record<string, string>>) {
  return { next: nextOf(ctx), proof: proofAskedOf(ctx.state.signedIn!), errors: { ...errors } };
}

export default define.page<typeof handler>(function ConfirmPage(props) {
  const { next, proof, errors } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title="Confirm that it's you"
      description={`This counts for ${STEP_UP_MINUTES} minutes, in this browser.`}
    >
      <Head>
        <title>Confirm that it's you · CloudNest</title>
      </Head>
      <Card>
        <form
          method="post"
          action={`/admin/confirm?next=${encodeURIComponent(next)}`}
          class="flex max-w-md flex-col gap-5"
          novalidate
        >
          <ErrorSummary errors={errors} />
          {proof === "code"
            ? (
              <Input
                name="code"
                label="Code"
                hint="The six digits that your authenticator app shows, or a recovery code."
                error={errors.code}
                autocomplete="one-time-code"
                required
              />
            )
            : (
              <Input
                name="password"
                type="password"
                label="Password"
                error={errors.password}
                autocomplete="current-password"
                required
              />
            )}
          <div class="flex flex-wrap gap-3">
            <Button>Confirm</Button>
            <Button href={next} variant="ghost">Back</Button>
          </div>
        </form>
      </Card>
    </AdminLayout>
  );
});
