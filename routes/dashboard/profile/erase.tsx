/** The end of one's account. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { ErasePage, type ErasePageProps } from "@/components/profile/ErasePage.tsx";
import { planErasure, requestErasure } from "@/domain/privacy/mod.ts";
import { proofAskedOf } from "@/domain/session/mod.ts";
import { formError } from "../../(_lib)/actions.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { removeSessionCookie } from "../../(_lib)/session.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const form = z.strictObject({
  password: z.string().default(""),
  code: z.string().default(""),
});

export const handler = define.handlers({
  async GET(ctx) {
    return page<ErasePageProps>(await shown(ctx));
  },
  async POST(ctx) {
    const { deps, client, signedIn } = ctx.state;
    const read = await readForm(ctx, form);
    const asked = read.ok
      ? await requestErasure(deps, { signedIn: signedIn!, client, ...read.value })
      : read;
    if (asked.ok) {
      const day = asked.value.dueAt.slice(0, 10);
      const text = `You are logged out. The account will be erased on ${day}, unless you log in.`;
      const response = await seeOther(ctx, "/login", { tone: "info", text });
      return removeSessionCookie(ctx, response);
    }
    if (asked.error.code === "not_found") return problem(asked.error);
    const data = { ...await shown(ctx), errors: formError(asked.error) };
    return page<ErasePageProps>(data, formStatus(asked.error));
  },
});

async function shown(ctx: Ctx): Promise<ErasePageProps> {
  const { deps, signedIn } = ctx.state;
  const plan = await planErasure(deps, { viewer: requireCustomer(ctx) });
  if (!plan.ok) return problem(plan.error);
  const asked = proofAskedOf(signedIn!) === "code"
    ? ["password", "code"] as const
    : ["password"] as const;
  return { plan: plan.value, asked, errors: {} };
}

export default define.page<typeof handler>(function EraseAccountPage(props) {
  return (
    <DashboardLayout
      {...frameOf(props)}
      width="narrow"
      title="Erase the account"
      description="Read this first. It says what happens, and when."
      breadcrumbs={[
        { label: "Profile and privacy", href: "/dashboard/profile" },
        { label: "Erase the account" },
      ]}
    >
      <Head>
        <title>Erase the account · CloudNest</title>
      </Head>
      <ErasePage {...props.data} />
    </DashboardLayout>
  );
});
