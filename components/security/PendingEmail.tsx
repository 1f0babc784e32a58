/** An address that waits for its mailbox to confirm it, and the way to take it back. */
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";

/** Says so. */
export function PendingEmail({ email }: { email: string }) {
  return (
    <Alert tone="info" title={`Waiting for ${email}`}>
      <p>
        It becomes your address once somebody follows the link that we sent there, within a day.
      </p>
      <form method="post" action="/dashboard/security/email" class="mt-3">
        <Button name="action" value="cancel" variant="secondary" size="sm">
          Keep the old address
        </Button>
      </form>
    </Alert>
  );
}
