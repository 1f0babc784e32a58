/** Asks again who somebody is, where they haven't said so a short while ago. */
import { Input } from "../ui/mod.ts";

/** What is asked for: nothing, the password, a code, or both. */
export type ProofAsked = readonly ("password" | "code")[];

const LABELS = { password: "Your password", code: "Code of your app" } as const;

/** The fields `password` and `code`, as far as they are asked for. */
export function ProofFields(
  { asked, errors }: { asked: ProofAsked; errors: Readonly<Record<string, string>> },
) {
  return (
    <>
      {asked.map((name) => (
        <Input
          key={name}
          name={name}
          label={LABELS[name]}
          type={name === "password" ? "password" : "text"}
          autocomplete={name === "password" ? "current-password" : "one-time-code"}
          inputmode={name === "code" ? "numeric" : undefined}
          error={errors[name] ?? null}
          required
          class="max-w-sm"
        />
      ))}
    </>
  );
}
