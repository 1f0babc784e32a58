/** What staff may do with an account: act as its customer, suspend it, switch a lost second factor off. */
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { Disclosure } from "../ui/Dialog.tsx";
import type { AccountView } from "@/domain/customer/view.ts";
import { ProofGate } from "./ProofGate.tsx";

/** Props of `AccountActions`. */
export interface AccountActionsProps {
  account: AccountView;
  /** Permissions of whoever looks at it. */
  mayDo: ReadonlySet<string>;
  isSelf: boolean;
  isConfirmed: boolean;
}

/** Nothing for those who may do nothing. */
export function AccountActions({ account, mayDo, isSelf, isConfirmed }: AccountActionsProps) {
  const isActive = account.status === "active";
  const mayAct = mayDo.has("customers.act_as") && isActive && account.staffRole === null;
  const maySuspend = mayDo.has("users.suspend") && !isSelf &&
    (account.staffRole === null || mayDo.has("staff.edit"));
  if (!mayAct && !maySuspend) return null;
  return (
    <Card title="Actions" description="Each is recorded in the audit log, with your name.">
      <ProofGate
        isConfirmed={isConfirmed}
        path={`/admin/users/${account.id}`}
        what="do something with this account"
      >
        <div class="flex flex-col gap-6">
          {mayAct && (
            <form method="post" class="flex flex-col items-start gap-3">
              <p class="max-w-2xl text-sm text-muted">
                For 30 minutes you see and do what this customer may, without their credentials,
                password, second factor and tokens.
              </p>
              <Button name="action" value="act_as" variant="secondary">
                Act as this customer
              </Button>
            </form>
          )}
          {maySuspend && account.secondFactor !== "none" && (
            <Disclosure summary="Switch the second factor off" variant="danger">
              <p class="mb-4 max-w-2xl text-sm text-muted">
                For somebody who has lost app, passkeys and recovery codes, or found ones that
                aren't theirs. Make sure first that you speak to the owner: the password alone opens
                the account then. All sessions end, and the owner gets a mail.
              </p>
              <form method="post">
                <Button name="action" value="reset_factor" variant="danger">Switch it off</Button>
              </form>
            </Disclosure>
          )}
          {maySuspend && isActive && (
            <Disclosure summary="Suspend this account" variant="danger">
              <p class="mb-4 text-sm text-muted">
                Nobody can sign in to it, and whoever is signed in is out at once. Its services go
                on.
              </p>
              <form method="post">
                <Button name="action" value="suspend" variant="danger">Suspend the account</Button>
              </form>
            </Disclosure>
          )}
          {maySuspend && !isActive && (
            <form method="post">
              <Button name="action" value="unsuspend" variant="secondary">
                Lift the suspension
              </Button>
            </form>
          )}
        </div>
      </ProofGate>
    </Card>
  );
}
