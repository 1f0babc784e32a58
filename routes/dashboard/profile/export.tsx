/** A copy of everything about whoever is signed in. It is downloaded by a post, as the log notes each download. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { ExportCard } from "@/components/profile/ExportCard.tsx";
import type { ProofAsked } from "@/components/profile/ProofFields.tsx";
import { downloadExport, type ExportView, getExport, requestExport } from "@/domain/privacy/mod.ts";
import { isSteppedUp, proofAskedOf } from "@/domain/session/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { formError } from "../../(_lib)/actions.ts";
import { attachment } from "../../(_lib)/downloads.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { requireCustomer } from "../../(_lib)/guards.ts";
import { formStatus, problem } from "../../(_lib)/problems.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";

const PATH = "/dashboard/profile/export";
const form = z.strictObject({
  action: z.enum(["request", "download"]),
  password: z.string().default(""),
  code: z.string().default(""),
});

interface Data {
  copy: ExportView | null;
  asked: ProofAsked;
  errors: Record<string, string>;
}

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>(await shown(ctx));
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return await refused(ctx, read.error);
    const { deps, client } = ctx.state;
    const { action, password, code } = read.value;
    const input = { signedIn: ctx.state.signedIn!, client, password, code };
    if (action === "download") {
      const file = await downloadExport(deps, input);
      return file.ok ? attachment(file.value) : await refused(ctx, file.error);
    }
    const asked = await requestExport(deps, input);
    if (!asked.ok) return await refused(ctx, asked.error);
    const text = "The copy is being made. We send you a mail when it is ready.";
    return await seeOther(ctx, PATH, { tone: "ok", text });
  },
});

async function refused(ctx: Ctx, error: Failure) {
  if (error.code === "not_found") return problem(error);
  return page<Data>({ ...await shown(ctx), errors: formError(error) }, formStatus(error));
}

async function shown(ctx: Ctx): Promise<Data> {
  const { deps, signedIn } = ctx.state;
  const copy = await getExport(deps, { viewer: requireCustomer(ctx) });
  if (!copy.ok) return problem(copy.error);
  const asked = isSteppedUp(deps, signedIn!) ? [] : [proofAskedOf(signedIn!)];
  return { copy: copy.value, asked, errors: {} };
}

export default define.page<typeof handler>(function ExportPage(props) {
  return (
    <DashboardLayout
      {...frameOf(props)}
      width="narrow"
      title="A copy of your data"
      description="Everything that we keep about you, to read and to take along."
      breadcrumbs={[
        { label: "Profile and privacy", href: "/dashboard/profile" },
        { label: "A copy of your data" },
      ]}
    >
      <Head>
        <title>A copy of your data · CloudNest</title>
      </Head>
      <ExportCard {...props.data} />
    </DashboardLayout>
  );
});
