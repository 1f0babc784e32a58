/** Passkeys: the list, with renaming and removing, and the form that adds one. */
import { KeyRoundIcon } from "../secret_icons.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import { Input } from "../ui/Input.tsx";
import { PasskeyAdd } from "@/islands/PasskeyAdd.tsx";
import type { PasskeyView } from "@/domain/second_factor/view.ts";
import type { FactorCardProps } from "./AppCard.tsx";
import { errorsFor, type SecurityForm } from "./forms.ts";
import { ProveForm } from "./ProveForm.tsx";

/** The card of the passkeys. */
export function PasskeysCard({ factor, form, path }: FactorCardProps) {
  return (
    <Card
      id="passkeys"
      title="Passkeys"
      description="Log in with your fingerprint, face, PIN or security key, with or without your password."
      flush
    >
      {factor.passkeys.length > 0 && (
        <ul class="divide-y divide-line border-b border-line">
          {factor.passkeys.map((passkey) => (
            <PasskeyItem key={passkey.id} passkey={passkey} form={form} />
          ))}
        </ul>
      )}
      <div class="p-5">
        <PasskeyAdd action={path} asksCode={factor.totpSince !== null} />
        <noscript>
          <p class="text-sm text-muted">
            Adding a passkey needs JavaScript: switch it on for this site and reload the page.
          </p>
        </noscript>
      </div>
    </Card>
  );
}

function PasskeyItem({ passkey, form }: { passkey: PasskeyView; form: SecurityForm }) {
  const renaming = errorsFor(form, "rename_passkey", passkey.id);
  const removing = errorsFor(form, "remove_passkey", passkey.id);
  const isOpen = Object.keys({ ...renaming, ...removing }).length > 0;
  return (
    <li class="flex flex-col gap-4 p-5">
      <div class="flex items-start gap-3">
        <span class="mt-0.5 text-brand">
          <KeyRoundIcon />
        </span>
        <div class="min-w-0">
          <p class="text-sm font-medium text-ink wrap-anywhere">{passkey.name}</p>
          <p class="mt-1 text-sm text-muted">
            Added <DateTime value={passkey.createdAt} />
            {passkey.isSynced && ", synced between devices"}. {passkey.lastUsedAt
              ? (
                <>
                  Last used <DateTime value={passkey.lastUsedAt} />.
                </>
              )
              : "Not used yet."}
          </p>
        </div>
      </div>
      <Disclosure
        summary={
          <>
            Change <span class="sr-only">{passkey.name}</span>
          </>
        }
        open={isOpen}
      >
        <div class="flex flex-col gap-6">
          <form method="post" class="flex flex-col gap-4" novalidate>
            <input type="hidden" name="passkey" value={passkey.id} />
            <Input
              id={`rename-${passkey.id}`}
              name="name"
              label="Name"
              value={form.subject === passkey.id && form.name ? form.name : passkey.name}
              error={renaming.name ?? renaming[""]}
              maxlength={60}
              autocomplete="off"
              required
            />
            <div>
              <Button name="action" value="rename_passkey" variant="secondary">Rename</Button>
            </div>
          </form>
          <div class="border-t border-line pt-6">
            <ProveForm
              action="remove_passkey"
              passkey={passkey.id}
              asksCode={false}
              isDangerous
              submit="Remove this passkey"
              errors={removing}
            />
          </div>
        </div>
      </Disclosure>
    </li>
  );
}
