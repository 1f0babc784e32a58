/** Where somebody is signed in: the list, and the ends of one session or all others. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { SessionList } from "@/components/security/SessionList.tsx";
import {
  endOneSession,
  endOtherSessions,
  listSessions,
  type SessionView,
} from "@/domain/session/mod.ts";
import { seeOther } from "../../(_lib)/flash.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { problem } from "../../(_lib)/problems.ts";
import { define } from "../../(_lib)/state.ts";

const form = z.strictObject({
  action: z.enum(["end", "end_others"]),
  session: z.string().default(""),
});

interface Data {
  sessions: SessionView[];
}

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>({ sessions: await listSessions(ctx.state.deps, ctx.state.signedIn!) });
  },
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const signedIn = ctx.state.signedIn!;
    const read = await readForm(ctx, form);
    if (!read.ok) return problem(read.error);
    const { action, session: id } = read.value;
    const ended = action === "end"
      ? await endOneSession(deps, { signedIn, id, requestId })
      : await endOtherSessions(deps, { signedIn, requestId });
    if (!ended.ok) return problem(ended.error);
    const text = action === "end" ? "The session is ended." : "All other sessions are ended.";
    return await seeOther(ctx, "/dashboard/security", { tone: "ok", text });
  },
});

export default define.page<typeof handler>(function SessionsPage(props) {
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Sessions"
      breadcrumbs={[{ label: "Security", href: "/dashboard/security" }, { label: "Sessions" }]}
      width="narrow"
    >
      <Head>
        <title>Sessions · CloudNest</title>
      </Head>
      <SessionList sessions={props.data.sessions} />
    </DashboardLayout>
  );
});
