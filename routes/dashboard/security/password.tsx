/** A new password by somebody who is signed in. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { PasswordForm } from "@/components/security/PasswordForm.tsx";
import { Card } from "@/components/ui/mod.ts";
import { countApiTokens } from "@/domain/api_token/mod.ts";
import { changePassword } from "@/domain/session/mod.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { formErrors, formStatus } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const form = z.strictObject({
  current_password: z.string().default(""),
  password: z.string().default(""),
  revoke_tokens: z.literal("on").optional(),
});

interface Data {
  errors: Readonly<Record<string, string>>;
  /** API tokens that the account has. */
  tokens: number;
}

export const handler = define.handlers({
  GET: async (ctx) => page<Data>(await shown(ctx, {})),
  async POST(ctx) {
    const { deps, client } = ctx.state;
    const signedIn = ctx.state.signedIn!;
    const read = await readForm(ctx, form);
    if (!read.ok) return page<Data>(await shown(ctx, read.error.fields), formStatus(read.error));
    const { current_password: currentPassword, password } = read.value;
    const revokesTokens = read.value.revoke_tokens === "on";
    const change = { currentPassword, password, revokesTokens };
    const changed = await changePassword(deps, { signedIn, client, ...change });
    if (!changed.ok) {
      const errors = formErrors(changed.error);
      return page<Data>(await shown(ctx, errors), formStatus(changed.error));
    }
    const { tokens } = await shown(ctx, {});
    return await seeOther(ctx, "/dashboard/security", {
      tone: "ok",
      text: `The password is changed. All other sessions are ended.${
        tokens > 0 ? " API tokens go on working." : ""
      }`,
    });
  },
});

async function shown(ctx: Ctx, errors: Data["errors"]): Promise<Data> {
  const { deps, signedIn } = ctx.state;
  return { errors, tokens: await countApiTokens(deps, signedIn!.customer) };
}

export default define.page<typeof handler>(function PasswordPage(props) {
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Change the password"
      description="All other sessions end, and we tell you by mail."
      breadcrumbs={[{ label: "Security", href: "/dashboard/security" }, { label: "Password" }]}
      width="narrow"
    >
      <Head>
        <title>Change the password · CloudNest</title>
      </Head>
      <Card>
        <PasswordForm {...props.data} />
      </Card>
    </DashboardLayout>
  );
});
