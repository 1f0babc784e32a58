/** Makes a new address the account's, by the link that went to it. */
import { AddressLinkPage } from "@/components/auth/LinkForms.tsx";
import { confirmEmailChange, readEmailChange } from "@/domain/session/mod.ts";
import { addressLinkHandlers } from "../(_lib)/links.ts";
import { define } from "../(_lib)/state.ts";

export const handler = addressLinkHandlers({
  read: readEmailChange,
  use: confirmEmailChange,
  told: (email) => `Your address is ${email} from now on. Log in with it.`,
});

export default define.page<typeof handler>(function ConfirmEmailPage({ data, state }) {
  return (
    <AddressLinkPage
      title="Confirm your new address"
      question={(email) => `Use ${email} for your account from now on?`}
      link={data}
      flash={state.flash}
      form={{
        action: "/confirm-email",
        label: "Use this address",
        children: "Only if it was you who asked for it, in your own account. Else close this page.",
      }}
      expired={{
        href: "/dashboard/security/email",
        label: "Ask for a new link",
        children: "It is good for a day, once, and only as long as your password stays and " +
          "nobody else has the address. Ask for the change again.",
      }}
    />
  );
});
