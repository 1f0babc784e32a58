/** Proposing: on the commit that stores what is proposed. */
import { getSettings, needsSecondPerson } from "@/domain/settings/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import { isoNow } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import type { Money } from "@/domain/shared/money.ts";
import type { Approval } from "./model.ts";
import { writeApproval } from "./repo.ts";

/** Whether an amount of more than zero needs a second member of staff, by the limits of the settings. */
export async function needsApproval(deps: Deps, amount: Money): Promise<boolean> {
  return needsSecondPerson(await getSettings(deps, "limits"), amount);
}

/** Stages the question for a second pair of eyes; no check. The record that it is about keeps the id. */
export function stageProposal(
  tx: Tx,
  deps: Pick<Deps, "ids" | "clock">,
  input:
    & Pick<Approval, "kind" | "subjectId" | "customerId" | "amount" | "summary">
    & { actor: StaffActor },
): Approval {
  const { actor, ...about } = input;
  const approval: Approval = {
    schemaVersion: 1,
    id: deps.ids.next("apr"),
    ...about,
    status: "proposed",
    proposedBy: actor.id,
    proposedAt: isoNow(deps.clock),
    decidedBy: null,
    decidedAt: null,
    note: "",
  };
  writeApproval(tx, null, approval);
  return approval;
}
