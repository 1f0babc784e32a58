/** The form that lets somebody in. */
import { ProofGate } from "../admin/ProofGate.tsx";
import { Alert, Button, Card, EmailField, TextLink } from "../ui/mod.ts";
import { RightsFields } from "./RightsFields.tsx";

/** Props of `InviteCard`. */
export interface InviteCardProps {
  /** What was sent to the page, by this form or another of it. */
  typed: {
    texts: Readonly<Record<string, string | undefined>>;
    lists: Readonly<Record<string, string[] | undefined>>;
  };
  errors: Readonly<Record<string, string>>;
  /** Path of the page. */
  path: string;
  /** The owner's address is confirmed. */
  isVerified: boolean;
  /** They proved who they are a short while ago. */
  isConfirmed: boolean;
}

/** Address, areas, button; before that whatever is missing. */
export function InviteCard(props: InviteCardProps) {
  const { path, isVerified, isConfirmed } = props;
  return (
    <Card
      title="Invite somebody"
      description="They get a mail with a link that works once. Nobody but you sees your profile, tokens and security."
    >
      {isVerified
        ? (
          <ProofGate isConfirmed={isConfirmed} path={path} what="invite somebody">
            <InviteForm {...props} />
          </ProofGate>
        )
        : (
          <Alert tone="warn" title="Confirm your e-mail address first">
            Accounts whose address is confirmed can let others in. The link is in the mail that we
            sent you; your <TextLink href="/dashboard">dashboard</TextLink> sends it again.
          </Alert>
        )}
    </Card>
  );
}

function InviteForm({ typed, errors }: InviteCardProps) {
  const isSent = typed.texts.action === "invite";
  return (
    <form method="post" class="flex flex-col gap-5" novalidate>
      <EmailField
        typed={isSent ? typed.texts.email : ""}
        errors={isSent ? errors : {}}
        class="max-w-xl"
        autocomplete="off"
      />
      <RightsFields
        id="invite"
        rights={isSent ? typed.lists.rights ?? [] : []}
        error={isSent ? errors.rights : undefined}
      />
      <div>
        <Button name="action" value="invite">Send the invitation</Button>
      </div>
    </form>
  );
}
