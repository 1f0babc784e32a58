/** What a new password does to API tokens: nothing, as programs don't log in with it, unless their owner wants it. */
import { Checkbox } from "../ui/Checkbox.tsx";

/** Nothing where there are no tokens. */
export function TokensChoice({ tokens, id }: { tokens: number; id: string }) {
  if (tokens === 0) return null;
  const [label, hint] = tokens === 1
    ? ["Revoke my API token, too", "Else it goes on working: programs don't use the password."]
    : [
      `Revoke my ${tokens} API tokens, too`,
      "Else they go on working: programs don't use the password.",
    ];
  return <Checkbox id={id} name="revoke_tokens" label={label} hint={hint} />;
}
