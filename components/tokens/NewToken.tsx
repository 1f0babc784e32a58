/** A token that was just made: the one time that it is shown. */
import type { NewApiTokenView } from "@/domain/api_token/view.ts";
import { CopyButton } from "@/islands/CopyButton.tsx";
import { Alert, Button, Card, DateTime, SecretField } from "../ui/mod.ts";

/** The secret with a button to copy it, and what to do with it. */
export function NewToken({ made, doneHref }: { made: NewApiTokenView; doneHref: string }) {
  return (
    <Card
      title={`Your token “${made.name}”`}
      footer={<Button href={doneHref} variant="secondary">I have kept it</Button>}
    >
      <div class="flex flex-col gap-4">
        <Alert tone="warn" title="Copy it now">
          We don't keep it and can't show it again. Treat it as a password: whoever has it can use
          the API in your name.
        </Alert>
        <SecretField
          label="Token"
          value={made.token}
          actions={<CopyButton value={made.token} what="token" />}
        />
        <p class="text-sm text-muted">
          Programs send it as <code>Authorization: Bearer …</code>. It works until{" "}
          <DateTime value={made.expiresAt} />.
        </p>
      </div>
    </Card>
  );
}
