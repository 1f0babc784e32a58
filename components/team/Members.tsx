/** The people of a team, with what each may do. */
import { ProofGate } from "../admin/ProofGate.tsx";
import { UsersIcon } from "../icons.tsx";
import { Badge } from "../ui/Badge.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import type { MemberView } from "@/domain/team/view.ts";
import { rightsText } from "./rights.ts";
import { RightsFields } from "./RightsFields.tsx";

/** What was sent for one of them and couldn't be done. */
export interface RefusedChange {
  personId: string;
  rights: readonly string[];
  error: string | undefined;
}

/** Props of `Members`. */
export interface MembersProps {
  members: MemberView[];
  refused: RefusedChange | null;
  /** Path of the page. */
  path: string;
  /** The owner proved who they are a short while ago: only then areas can be changed. */
  isConfirmed: boolean;
}

/** A card with one row a person, whose areas can be changed below it. */
export function Members({ members, refused, path, isConfirmed }: MembersProps) {
  return (
    <Card title="People" flush>
      {members.length === 0
        ? (
          <EmptyState
            icon={UsersIcon}
            title="Nobody but you"
            description="Invite a colleague who pays the invoices, or somebody who runs the machines and need not see prices."
          />
        )
        : (
          <ul class="divide-y divide-line">
            {members.map((member) => (
              <MemberRow
                key={member.personId}
                member={member}
                refused={refused?.personId === member.personId ? refused : null}
                path={path}
                isConfirmed={isConfirmed}
              />
            ))}
          </ul>
        )}
    </Card>
  );
}

interface MemberRowProps extends Omit<MembersProps, "members"> {
  member: MemberView;
}

function MemberRow({ member, refused, path, isConfirmed }: MemberRowProps) {
  const { personId, name, email, rights, hasSecondFactor } = member;
  return (
    <li class="flex flex-col gap-4 px-5 py-4">
      <div class="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div class="min-w-0">
          <p class="font-medium text-ink wrap-anywhere">{name}</p>
          <p class="mt-0.5 text-sm text-muted wrap-anywhere">{email}</p>
          <p class="mt-0.5 text-sm text-muted">{rightsText(rights)}</p>
        </div>
        <Badge tone={hasSecondFactor ? "ok" : "neutral"}>
          {hasSecondFactor ? "Second factor on" : "No second factor"}
        </Badge>
      </div>
      <Disclosure summary={`Change what ${name} may do`} open={refused !== null}>
        <div class="flex flex-col gap-5">
          <ProofGate isConfirmed={isConfirmed} path={path} what="change what somebody may do">
            <form method="post" class="flex flex-col gap-5" novalidate>
              <input type="hidden" name="person" value={personId} />
              <RightsFields
                id={personId}
                rights={refused?.rights ?? rights}
                error={refused?.error}
              />
              <div>
                <Button name="action" value="change" variant="secondary">Save</Button>
              </div>
            </form>
          </ProofGate>
          <form method="post" class="border-t border-line pt-5">
            <input type="hidden" name="person" value={personId} />
            <Button name="action" value="remove" variant="danger">Remove from the team</Button>
          </form>
        </div>
      </Disclosure>
    </li>
  );
}
