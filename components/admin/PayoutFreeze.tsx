/** Says that an account's payouts are frozen, with the button that lets them out again. */
import { Alert, Button, DateTime } from "../ui/mod.ts";

/** Put it above the account; `mayRelease` shows the button. */
export function PayoutFreeze({ since, mayRelease }: { since: string; mayRelease: boolean }) {
  return (
    <Alert
      tone="warn"
      title="Payouts are frozen"
      actions={mayRelease && (
        <form method="post">
          <Button name="action" value="release_payouts" variant="secondary" size="sm">
            Let payouts out again
          </Button>
        </form>
      )}
    >
      Since{" "}
      <DateTime value={since} />, when the owner said that a log-in or a change wasn't theirs. Look
      at the audit log and talk to them first.
    </Alert>
  );
}
