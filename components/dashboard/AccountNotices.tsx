/** What is still to be done about an account: confirm its address, agree to new terms. */
import { Alert, Button, TextLink } from "../ui/mod.ts";

export interface AccountNoticesProps {
  email: string;
  isVerified: boolean;
  /** The version of the terms to agree to; `null` if there is none. */
  terms: string | null;
}

/** Nothing at all where nothing is to be done. */
export function AccountNotices({ email, isVerified, terms }: AccountNoticesProps) {
  return (
    <>
      {!isVerified && (
        <Alert
          tone="info"
          title="Confirm your address"
          actions={
            <form method="post" action="/dashboard">
              <Button name="action" value="resend_verification" variant="secondary" size="sm">
                Send the link again
              </Button>
            </form>
          }
        >
          We have sent a link to{" "}
          <span class="wrap-anywhere">{email}</span>. You can order and pay right away; API tokens
          and payouts wait until you have followed it.
        </Alert>
      )}
      {terms !== null && (
        <Alert
          tone="info"
          title="Our terms have changed"
          actions={
            <form method="post" action="/dashboard">
              <input type="hidden" name="version" value={terms} />
              <Button name="action" value="accept_terms" variant="secondary" size="sm">
                I agree
              </Button>
            </form>
          }
        >
          Please read the <TextLink href="/terms">terms of service</TextLink>, version {terms}.
        </Alert>
      )}
    </>
  );
}
