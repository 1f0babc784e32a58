/** How to get into a machine: addresses in the open, the password behind a button. */
import { ExternalLinkIcon } from "../icons.tsx";
import { Alert, Button, Card, CodeField, SecretField } from "../ui/mod.ts";
import { CopyButton } from "@/islands/CopyButton.tsx";
import { SecretReveal } from "@/islands/SecretReveal.tsx";
import type { AccessView } from "@/domain/service/view.ts";

export interface AccessCardProps {
  access: AccessView;
  /** Path that the form of the password posts to. */
  action: string;
  /** The password, on the one page that shows it to somebody without scripts. */
  password: string | null;
  /** Why it isn't shown. */
  problem: string | null;
}

/** Address, user, port, SSH command, password and panel. */
export function AccessCard({ access, action, password, problem }: AccessCardProps) {
  const { ip, username, port, panelUrl, sshCommand } = access;
  return (
    <Card
      title="Access"
      description="Change the password when you first log in. We don't see it after that."
      actions={panelUrl && (
        <Button
          href={panelUrl}
          variant="secondary"
          size="sm"
          iconEnd={ExternalLinkIcon}
          rel="external noopener noreferrer"
        >
          Open the control panel
        </Button>
      )}
    >
      <div class="flex flex-col gap-5">
        {problem && <Alert tone="bad" role="alert">{problem}</Alert>}
        {sshCommand && (
          <CodeField
            label="SSH command"
            value={sshCommand}
            prompt
            actions={<CopyButton value={sshCommand} what="SSH command" />}
          />
        )}
        {password === null ? <SecretReveal action={action} label="Password" /> : (
          <SecretField
            label="Password"
            value={password}
            actions={<CopyButton value={password} what="password" />}
          />
        )}
        <div class="grid gap-5 sm:grid-cols-[2fr_1fr_1fr]">
          <CodeField
            label="IP address"
            value={ip}
            actions={<CopyButton value={ip} what="IP address" />}
          />
          <CodeField
            label="User"
            value={username}
            actions={<CopyButton value={username} what="user name" />}
          />
          <CodeField label="Port" value={String(port)} />
        </div>
      </div>
    </Card>
  );
}
