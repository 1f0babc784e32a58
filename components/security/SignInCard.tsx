/** What somebody logs in with: their address and their password. */
import { Badge, Button, Card, DescriptionList } from "../ui/mod.ts";
import { PasswordForm } from "./PasswordForm.tsx";
import { PendingEmail } from "./PendingEmail.tsx";

export interface SignInCardProps {
  email: string;
  isVerified: boolean;
  /** The address that the account is to have, once it is confirmed. */
  pendingEmail: string | null;
  /** API tokens that the account has. */
  tokens: number;
}

/** The card, with the form for a new password. */
export function SignInCard({ email, isVerified, pendingEmail, tokens }: SignInCardProps) {
  return (
    <Card
      id="sign-in"
      title="Address and password"
      description="What you log in with."
      actions={
        <Button href="/dashboard/security/email" variant="secondary" size="sm">
          Change address
        </Button>
      }
    >
      <div class="flex flex-col gap-6">
        <DescriptionList
          columns={1}
          items={[{
            label: "E-mail address",
            value: (
              <span class="flex flex-wrap items-center gap-2">
                <span class="wrap-anywhere">{email}</span>
                {isVerified
                  ? <Badge tone="ok" dot>Confirmed</Badge>
                  : <Badge tone="warn" dot>Not confirmed yet</Badge>}
              </span>
            ),
          }]}
        />
        {pendingEmail !== null && <PendingEmail email={pendingEmail} />}
        <PasswordForm errors={{}} tokens={tokens} />
      </div>
    </Card>
  );
}
