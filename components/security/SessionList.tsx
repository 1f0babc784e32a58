/** Where somebody is signed in, each with a button that ends it. */
import type { SessionView } from "@/domain/session/mod.ts";
import { Badge, Button, Card, DateTime } from "../ui/mod.ts";

const PATH = "/dashboard/security/sessions";

/** The card of the sessions. */
export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  return (
    <Card
      id="sessions"
      title="Sessions"
      description="Where your account is open now. End what you don't know, and change your password then."
      actions={sessions.length > 1 && (
        <form method="post" action={PATH}>
          <Button name="action" value="end_others" variant="danger" size="sm">
            End all others
          </Button>
        </form>
      )}
    >
      <ul class="flex flex-col divide-y divide-line">
        {sessions.map((session) => <SessionRow key={session.id} session={session} />)}
      </ul>
    </Card>
  );
}

function SessionRow({ session }: { session: SessionView }) {
  const { id, device, network, createdAt, lastSeenAt, isCurrent } = session;
  return (
    <li class="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-4 first:pt-0 last:pb-0">
      <div class="min-w-0">
        <p class="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
          {device}
          {isCurrent && <Badge tone="brand">This one</Badge>}
        </p>
        <p class="mt-1 text-sm text-muted">
          From <span class="wrap-anywhere font-mono text-ink-soft">{network}</span>, since{" "}
          <DateTime value={createdAt} />
        </p>
        <p class="text-sm text-muted">
          Last used <DateTime value={lastSeenAt} />
        </p>
      </div>
      {!isCurrent && (
        <form method="post" action={PATH}>
          <input type="hidden" name="session" value={id} />
          <Button name="action" value="end" variant="secondary" size="sm">
            End <span class="sr-only">the session of {device} from {network}</span>
          </Button>
        </form>
      )}
    </li>
  );
}
