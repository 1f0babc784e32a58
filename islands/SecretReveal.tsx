/**
 * A password that is fetched when it is asked for, shown in place and forgotten when it is hidden again. Without scripts
 * its form posts, and the page comes back with the password on it.
 */
import type { TargetedSubmitEvent } from "preact";
import { useSignal } from "@preact/signals";
import { EyeIcon, EyeOffIcon } from "@/components/secret_icons.tsx";
import { Button, IconButton } from "@/components/ui/Button.tsx";
import { SecretField } from "@/components/ui/CodeField.tsx";
import { CopyButton } from "./CopyButton.tsx";

export interface SecretRevealProps {
  /** Path that the form posts to; it answers with JSON when asked for it. */
  action: string;
  label: string;
}

interface Answer {
  password?: string;
  message?: string;
}

/** The masked field with its button. */
export function SecretReveal({ action, label }: SecretRevealProps) {
  const secret = useSignal<string | null>(null);
  const problem = useSignal("");
  const isBusy = useSignal(false);

  async function reveal(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    isBusy.value = true;
    problem.value = "";
    const answer = await ask(action);
    secret.value = answer.password ?? null;
    problem.value = answer.message ?? "";
    isBusy.value = false;
  }

  return (
    <div>
      <SecretField
        label={label}
        value={secret.value}
        actions={secret.value === null
          ? (
            <form method="post" action={action} onSubmit={reveal}>
              <Button
                variant="ghost"
                size="sm"
                icon={EyeIcon}
                name="action"
                value="reveal"
                loading={isBusy.value}
              >
                Show
              </Button>
            </form>
          )
          : (
            <>
              <CopyButton value={secret.value} what="password" />
              <IconButton
                label="Hide the password"
                icon={EyeOffIcon}
                size="sm"
                onClick={() => secret.value = null}
              />
            </>
          )}
      />
      <p role="status" class={problem.value ? "mt-1.5 text-sm text-bad" : "sr-only"}>
        {problem.value || (secret.value === null ? "" : "The password is shown.")}
      </p>
    </div>
  );
}

async function ask(action: string): Promise<Answer> {
  try {
    const response = await fetch(action, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ action: "reveal" }),
      redirect: "manual",
    });
    return await response.json();
  } catch {
    return { message: "That didn't work. Reload the page and try again." };
  }
}
