/** The accounts of others that somebody was let into, each with the button that opens it. */
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import type { TeamView } from "@/domain/team/view.ts";
import { rightsText } from "./rights.ts";

/** Props of `TeamAccounts`. */
export interface TeamAccountsProps {
  teams: TeamView[];
  /** Shows the buttons to leave: on the team page, which takes that form. */
  canLeave?: boolean;
}

/** One row an account. */
export function TeamAccounts({ teams, canLeave }: TeamAccountsProps) {
  return (
    <Card title="Accounts that you were let into" flush>
      <ul class="divide-y divide-line">
        {teams.map((team) => (
          <li
            key={team.customerId}
            class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 py-4"
          >
            <div class="min-w-0">
              <p class="font-medium text-ink wrap-anywhere">{team.name}</p>
              <p class="mt-0.5 text-sm text-muted">{rightsText(team.rights)}</p>
            </div>
            <div class="flex flex-wrap gap-3">
              {canLeave && (
                <form method="post" action="/dashboard/team">
                  <input type="hidden" name="account" value={team.customerId} />
                  <Button
                    name="action"
                    value="leave"
                    variant="ghost"
                    size="sm"
                    aria-label={`Leave the account of ${team.name}`}
                  >
                    Leave
                  </Button>
                </form>
              )}
              <form method="post" action="/dashboard/switch">
                <Button
                  name="account"
                  value={team.customerId}
                  variant="secondary"
                  size="sm"
                  aria-label={`Open the account of ${team.name}`}
                >
                  Open
                </Button>
              </form>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
