/** Confirms that an address belongs to its account. */
import { AddressLinkPage } from "@/components/auth/LinkForms.tsx";
import { readVerification, verifyEmail } from "@/domain/customer/mod.ts";
import { addressLinkHandlers } from "../(_lib)/links.ts";
import { define } from "../(_lib)/state.ts";

export const handler = addressLinkHandlers({
  read: readVerification,
  use: verifyEmail,
  told: (email) => `Thank you: ${email} is confirmed.`,
});

export default define.page<typeof handler>(function VerifyEmailPage({ data, state }) {
  return (
    <AddressLinkPage
      title="Confirm your address"
      question={(email) => `Is ${email} yours?`}
      link={data}
      flash={state.flash}
      form={{
        action: "/verify-email",
        label: "Yes, confirm it",
        children: "Confirm it only if it was you who opened the account. If somebody else used " +
          "your address, close this page: they can't do much with it.",
      }}
      expired={{
        href: "/dashboard",
        label: "Open the dashboard",
        children: "It is good for three days, once. If your address isn't confirmed yet, the " +
          "dashboard sends you a new link.",
      }}
    />
  );
});
