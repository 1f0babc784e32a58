/** The full specifications of a few plans, line by line. */
import type { PlanView } from "@/domain/catalog/view.ts";
import { Card } from "../ui/Card.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { formatMoney } from "../ui/Money.tsx";
import { trialText } from "./cycles.ts";

interface Line {
  label: string;
  values: readonly string[];
}

/** One row a line of the specification, one column a plan. */
export function CompareTable({ plans, caption }: { plans: readonly PlanView[]; caption: string }) {
  return (
    <Card flush>
      <DataTable<Line>
        caption={caption}
        rows={linesOf(plans)}
        rowKey={(line) => line.label}
        columns={[
          { key: "label", label: "Specification", primary: true, render: (line) => line.label },
          ...plans.map((plan, index) => ({
            key: plan.slug,
            label: plan.name,
            render: (line: Line) => line.values[index]!,
          })),
        ]}
      />
    </Card>
  );
}

function linesOf(plans: readonly PlanView[]): Line[] {
  const labels = new Set(plans.flatMap((plan) => plan.highlights.map(({ label }) => label)));
  const lines = Array.from(labels, (label) => ({
    label,
    values: plans.map((plan) =>
      plan.highlights.find((each) => each.label === label)?.value ?? "None"
    ),
  }));
  const setup = plans.map(({ setupFee }) => setupFee.minor > 0 ? formatMoney(setupFee) : "Free");
  const trials = plans.map((plan) => trialText(plan) ?? "None");
  const hasTrials = plans.some(({ trialDays }) => trialDays > 0);
  return [
    ...lines,
    { label: "Set-up, once", values: setup },
    ...hasTrials ? [{ label: "Free trial", values: trials }] : [],
  ];
}
