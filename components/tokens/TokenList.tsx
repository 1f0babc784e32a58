/** The tokens of an account, each with what it may do and when it was used. */
import type { ApiTokenView } from "@/domain/api_token/view.ts";
import { KeyRoundIcon } from "../secret_icons.tsx";
import { Badge, Button, Card, DateTime, Dialog, EmptyState } from "../ui/mod.ts";

/** All of them, in a card. */
export function TokenList({ tokens }: { tokens: readonly ApiTokenView[] }) {
  return (
    <Card title="Your tokens" flush>
      {tokens.length === 0
        ? (
          <EmptyState
            icon={KeyRoundIcon}
            title="No tokens yet"
            description="A token that you make appears here, without its secret."
          />
        )
        : (
          <ul class="divide-y divide-line">
            {tokens.map((token) => <TokenRow key={token.id} token={token} />)}
          </ul>
        )}
    </Card>
  );
}

function TokenRow({ token }: { token: ApiTokenView }) {
  const { name, scopes, ranges, createdAt, expiresAt, lastUsedAt, lastUsedNetwork } = token;
  return (
    <li class="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 p-5">
      <div class="min-w-0 flex-1 basis-64">
        <p class="flex flex-wrap items-center gap-2 text-sm font-medium text-ink">
          <span class="wrap-anywhere">{name}</span>
          {token.isExpired && <Badge tone="warn">Expired</Badge>}
        </p>
        <p class="mt-2 flex flex-wrap gap-1.5">
          {scopes.map((scope) => <Badge key={scope}>{scope}</Badge>)}
        </p>
        <p class="mt-2 text-sm text-muted">
          Made <DateTime value={createdAt} /> · {token.isExpired ? "ended" : "ends"}{" "}
          <DateTime value={expiresAt} />
        </p>
        <p class="mt-1 text-sm text-muted wrap-anywhere">
          {lastUsedAt === null ? "Never used" : (
            <>
              Last used <DateTime value={lastUsedAt} /> from {lastUsedNetwork}
            </>
          )}
          {ranges.length > 0 && <>{" "}· only from {ranges.join(", ")}</>}
        </p>
      </div>
      <RevokeButton token={token} />
    </li>
  );
}

/** Asks once more; without scripts too, since the dialog is the browser's own. */
function RevokeButton({ token }: { token: ApiTokenView }) {
  const id = `revoke-${token.id}`;
  return (
    <>
      <Button type="button" variant="secondary" size="sm" popovertarget={id}>
        Revoke<span class="sr-only">&nbsp;{token.name}</span>
      </Button>
      <Dialog
        id={id}
        title={`Revoke “${token.name}”?`}
        footer={
          <form method="post">
            <input type="hidden" name="token" value={token.id} />
            <Button name="action" value="revoke" variant="danger">Revoke the token</Button>
          </form>
        }
      >
        Programs that use it stop working at once. This can't be undone.
      </Dialog>
    </>
  );
}
