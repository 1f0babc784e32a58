/** The form that lets somebody in. */
import { Button, Card, Input } from "../ui/mod.ts";
import { RightsFields } from "./RightsFields.tsx";

/** Props of `InviteCard`. */
export interface InviteCardProps {
  /** What was sent to the page, by this form or another of it. */
  typed: {
    texts: Readonly<Record<string, string | undefined>>;
    lists: Readonly<Record<string, string[] | undefined>>;
  };
  errors: Readonly<Record<string, string>>;
}

/** Address, areas, button. */
export function InviteCard({ typed, errors }: InviteCardProps) {
  const isSent = typed.texts.action === "invite";
  return (
    <Card
      title="Invite somebody"
      description="They get a mail with a link that works once. Nobody but you sees your profile, tokens and security."
    >
      <form method="post" class="flex flex-col gap-5" novalidate>
        <Input
          class="max-w-xl"
          name="email"
          type="email"
          label="E-mail address"
          value={isSent ? typed.texts.email : ""}
          error={isSent ? errors.email : undefined}
          autocomplete="off"
          maxlength={254}
          required
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
    </Card>
  );
}
