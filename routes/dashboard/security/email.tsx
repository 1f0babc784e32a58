/** Another e-mail address by somebody who is signed in: pending until its mailbox confirms it. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { EmailForm } from "@/components/security/EmailForm.tsx";
import { Card } from "@/components/ui/mod.ts";
import { needsCode, requestEmailChange } from "@/domain/session/mod.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { formErrors, formStatus } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

const form = z.strictObject({
  email: z.string().default(""),
  password: z.string().default(""),
  code: z.string().default(""),
});

interface Data {
  typed: Typed;
  errors: Readonly<Record<string, string>>;
}

export const handler = define.handlers({
  GET: () => page<Data>({ typed: nothingTyped(), errors: {} }),
  async POST(ctx) {
    const { deps, client } = ctx.state;
    const signedIn = ctx.state.signedIn!;
    const read = await readForm(ctx, form);
    if (!read.ok) {
      return page<Data>({ typed: read.typed, errors: read.error.fields }, formStatus(read.error));
    }
    const asked = await requestEmailChange(deps, { signedIn, client, form: read.value });
    if (!asked.ok) {
      return page<Data>(
        { typed: read.typed, errors: formErrors(asked.error) },
        formStatus(asked.error),
      );
    }
    const text = "A link is on its way to the new address. It becomes yours once you follow it.";
    return await seeOther(ctx, "/dashboard/security", { tone: "ok", text });
  },
});

export default define.page<typeof handler>(function EmailPage(props) {
  const { typed, errors } = props.data;
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
      <Card>
        <EmailForm email={typed.texts.email} asksCode={needsCode(account)} errors={errors} />
      </Card>
    </DashboardLayout>
  );
});
