/** The columns of the list of jobs. */
import { Button } from "../ui/Button.tsx";
import type { Column } from "../ui/DataTable.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { StatusBadge } from "../ui/StatusBadge.tsx";
import type { JobView } from "@/domain/job/view.ts";
import { Lines } from "./tables.tsx";

/** Columns, with a button on failed jobs for those who may run them again. */
export function jobColumns(canRetry: boolean): Column<JobView>[] {
  const columns: Column<JobView>[] = [
    {
      key: "id",
      label: "Job",
      primary: true,
      render: (job) => <span class="font-mono text-xs">{job.id}</span>,
    },
    {
      key: "state",
      label: "State",
      render: (job) => (
        <Lines
          first={<StatusBadge kind="job" status={job.state} />}
          second={job.lastError && `${job.lastError.code} ${job.lastError.message}`}
        />
      ),
    },
    { key: "attempt", label: "Tries", numeric: true, render: (job) => job.attempt },
    { key: "created", label: "Made", render: (job) => <DateTime value={job.createdAt} /> },
    {
      key: "due",
      label: "Due or done",
      render: (job) => <DateTime value={job.finishedAt ?? job.dueAt} />,
    },
  ];
  const retry: Column<JobView> = {
    key: "retry",
    label: "Run again",
    labelHidden: true,
    render: (job) =>
      job.state === "failed" && (
        <form method="post" action="/admin/jobs">
          <input type="hidden" name="action" value="retry" />
          <input type="hidden" name="job" value={job.id} />
          <Button size="sm" variant="secondary">Run again</Button>
        </form>
      ),
  };
  return canRetry ? [...columns, retry] : columns;
}
