/** A new password by somebody who is signed in. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { PasswordForm } from "@/components/security/PasswordForm.tsx";
import { Card } from "@/components/ui/mod.ts";
import { changePassword } from "@/domain/session/mod.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { formErrors, formStatus } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

const form = z.strictObject({
  current_password: z.string().default(""),
  password: z.string().default(""),
});

const DONE = {
  tone: "ok",
  text: "The password is changed. All other sessions are ended.",
} as const;

interface Data {
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  GET: () => page<Data>({ errors: {} }),
  async POST(ctx) {
    const { deps, client } = ctx.state;
    const signedIn = ctx.state.signedIn!;
    const read = await readForm(ctx, form);
    if (!read.ok) return page<Data>({ errors: read.error.fields }, formStatus(read.error));
    const { current_password: currentPassword, password } = read.value;
    const changed = await changePassword(deps, { signedIn, client, currentPassword, password });
    if (!changed.ok) {
      return page<Data>({ errors: formErrors(changed.error) }, formStatus(changed.error));
    }
    return await seeOther(ctx, "/dashboard/security", DONE);
  },
});

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
        <PasswordForm errors={props.data.errors} />
      </Card>
    </DashboardLayout>
  );
});
