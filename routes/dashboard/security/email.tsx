/** Another e-mail address by somebody who is signed in: pending until its mailbox confirms it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { EmailForm } from "@/components/security/EmailForm.tsx";
import { PendingEmail } from "@/components/security/PendingEmail.tsx";
import { Card } from "@/components/ui/mod.ts";
import {
  cancelEmailChange,
  needsCode,
  readPendingEmail,
  requestEmailChange,
} from "@/domain/session/mod.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { formErrors, formStatus } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const form = z.strictObject({
  action: z.enum(["request", "cancel"]).default("request"),
  email: z.string().default(""),
  password: z.string().default(""),
  code: z.string().default(""),
});

interface Data {
  typed: Typed;
  errors: Readonly<Record<string, string>>;
  pendingEmail: string | null;
}

export const handler = define.handlers({
  GET: async (ctx) => page<Data>(await shown(ctx, { typed: nothingTyped(), errors: {} })),
  async POST(ctx) {
    const { deps, client, requestId } = ctx.state;
    const signedIn = ctx.state.signedIn!;
    const read = await readForm(ctx, form);
    const { typed } = read;
    if (!read.ok) {
      const errors = read.error.fields;
      return page<Data>(await shown(ctx, { typed, errors }), formStatus(read.error));
    }
    const { action, ...change } = read.value;
    const done = action === "cancel"
      ? await cancelEmailChange(deps, { signedIn, requestId })
      : await requestEmailChange(deps, { signedIn, client, form: change });
    if (!done.ok) {
      const errors = formErrors(done.error);
      return page<Data>(await shown(ctx, { typed, errors }), formStatus(done.error));
    }
    return await seeOther(ctx, "/dashboard/security", { tone: "ok", text: DONE[action] });
  },
});

const DONE = {
  request: "A link is on its way to the new address. It becomes yours once you follow it.",
  cancel: "Your address stays as it is. The link to the other one opens nothing any more.",
} as const;

async function shown(ctx: Ctx, sent: Omit<Data, "pendingEmail">): Promise<Data> {
  const { deps, signedIn } = ctx.state;
  return { ...sent, pendingEmail: await readPendingEmail(deps, signedIn!.account.id) };
}

export default define.page<typeof handler>(function EmailPage(props) {
  const { typed, errors, pendingEmail } = props.data;
  const { account } = props.state.signedIn!;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Change the address"
      description={`Yours is ${account.email} now. We tell it, too.`}
      breadcrumbs={[{ label: "Security", href: "/dashboard/security" }, { label: "Address" }]}
      width="narrow"
    >
      <Head>
        <title>Change the address · CloudNest</title>
      </Head>
      {pendingEmail !== null && (
        <div class="mb-6">
          <PendingEmail email={pendingEmail} />
        </div>
      )}
      <Card>
        <EmailForm email={typed.texts.email} asksCode={needsCode(account)} errors={errors} />
      </Card>
    </DashboardLayout>
  );
});
