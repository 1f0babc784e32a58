/** The field for an e-mail address, the same on every form that asks for one. */
import { Input, type InputProps } from "./Input.tsx";

/** The longest address that mail can be sent to (RFC 5321, section 4.5.3.1.3). */
const MAX_LENGTH = 254;

/** `email` from what was typed and what is wrong with it, unless told otherwise. */
export function EmailField(
  props: Partial<InputProps> & {
    typed: string | undefined;
    errors: { readonly email?: string };
  },
) {
  const { typed, errors, ...rest } = props;
  return (
    <Input
      name="email"
      type="email"
      label="E-mail address"
      value={typed}
      error={errors.email}
      autocomplete="email"
      maxlength={MAX_LENGTH}
      required
      {...rest}
    />
  );
}
