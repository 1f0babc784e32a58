/** What was wrong with the form of the security page that was sent, at the top of the page, with the way to its card. */
import { Alert } from "../ui/Alert.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import type { SecurityForm } from "./forms.ts";

/** The card that a form stands in, by the value of its field `action`. */
const CARDS: Readonly<Record<string, string>> = {
  begin_totp: "app",
  confirm_totp: "app",
  disable_totp: "app",
  new_codes: "codes",
  begin_passkey: "passkeys",
  add_passkey: "passkeys",
  rename_passkey: "passkeys",
  remove_passkey: "passkeys",
  forget_device: "devices",
  forget_devices: "devices",
};

/** Nothing where nothing was wrong. */
export function SentErrors({ form: { action, errors } }: { form: SecurityForm }) {
  const messages = Object.values(errors);
  if (messages.length === 0) return null;
  return (
    <Alert tone="bad" role="alert" title="Nothing was changed">
      {messages.join(" ")} <TextLink href={`#${CARDS[action]}`}>Go to the form</TextLink>
    </Alert>
  );
}
