/** Jobs: what is to be done, what was done, and what failed for good and can be run again. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { StatusTabs } from "@/components/admin/filters.tsx";
import { jobColumns } from "@/components/admin/jobs.tsx";
import { RefreshCwIcon } from "@/components/icons.tsx";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { Alert, Card, DataTable, EmptyState, Pagination } from "@/components/ui/mod.ts";
import { isJobRunnerAlive, JOB_STATES, listJobs, retryJob } from "@/domain/job/mod.ts";
import type { Failure } from "@/domain/shared/result.ts";
import { formError } from "../(_lib)/actions.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { readForm } from "../(_lib)/forms.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireStaff } from "../(_lib)/guards.ts";
import { choiceOf, pageLinks, pageRequestOf } from "../(_lib)/lists.ts";
import { formStatus, problem } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";

const form = z.strictObject({ action: z.literal("retry"), job: z.string() });

export const handler = define.handlers({
  GET: async (ctx) => page(await load(ctx, null)),
  async POST(ctx) {
    const { deps, requestId } = ctx.state;
    const read = await readForm(ctx, form);
    if (!read.ok) return page(await load(ctx, read.error), formStatus(read.error));
    const actor = requireStaff(ctx);
    const retried = await retryJob(deps, { actor, id: read.value.job, requestId });
    if (retried.ok) {
      return await seeOther(ctx, "/admin/jobs", { tone: "ok", text: "The job runs again." });
    }
    if (retried.error.code === "not_found") return problem(retried.error);
    return page(await load(ctx, retried.error), formStatus(retried.error));
  },
});

async function load(ctx: Ctx, error: Failure | null) {
  const { deps } = ctx.state;
  const viewer = requireStaff(ctx);
  const state = choiceOf(ctx.url, "state", JOB_STATES);
  const [jobs, isAlive] = await Promise.all([
    listJobs(deps, { viewer, page: pageRequestOf(ctx.url, "job"), ...(state && { state }) }),
    isJobRunnerAlive(deps),
  ]);
  if (!jobs.ok) return problem(jobs.error);
  return {
    jobs: jobs.value.items,
    links: pageLinks(ctx.url, jobs.value.next),
    state,
    isAlive,
    canRetry: viewer.permissions.has("jobs.run"),
    error: error && formError(error)[""],
  };
}

export default define.page<typeof handler>(function AdminJobsPage(props) {
  const { jobs, links, state, isAlive, canRetry, error } = props.data;
  return (
    <AdminLayout
      {...frameOf(props)}
      title="Jobs"
      description="A job's id names the fact that it follows from, so each is done once, whatever crashes."
    >
      <Head>
        <title>Jobs · Staff · CloudNest</title>
      </Head>
      <div class="mb-5 flex flex-col gap-3">
        {!isAlive && (
          <Alert tone="bad" title="Nobody runs jobs">
            No process has reported for 90 seconds. Mails and expiries wait until one does: look at
            the server's log.
          </Alert>
        )}
        {error && <Alert tone="bad" role="alert">{error}</Alert>}
      </div>
      <StatusTabs
        path="/admin/jobs"
        kind="job"
        param="state"
        current={state}
        label="Jobs by state"
      />
      <Card flush>
        <DataTable
          caption="Jobs"
          columns={jobColumns(canRetry)}
          rows={jobs}
          rowKey={(job) => job.id}
          empty={
            <EmptyState
              icon={RefreshCwIcon}
              title="No jobs here"
              description="Jobs are made by what they follow from: an order, a payment, a change."
            />
          }
        />
      </Card>
      <Pagination {...links} label="jobs" />
    </AdminLayout>
  );
});
