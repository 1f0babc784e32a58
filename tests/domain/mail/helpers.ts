/** Mails for tests. */
import { type MailInput, stageLinkMail, stageMail } from "@/domain/mail/mod.ts";
import type { StaffActor } from "@/domain/shared/actor.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { transact } from "@/domain/shared/kv.ts";
import { ROLE_PERMISSIONS } from "@/domain/shared/permissions.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";

/** Staff that may do everything. */
export const owner: StaffActor = {
  kind: "staff",
  id: "cus_owner",
  permissions: ROLE_PERMISSIONS.owner,
};

/** A mail of the welcome template. */
export const welcome: MailInput<"welcome"> = {
  fact: "welcome:cus_1",
  to: { email: "ann@example.com", name: "Ann" },
  accountId: "cus_1",
  template: "welcome",
  variables: { customerName: "Ann", link: "/dashboard" },
};

/** Stages one mail in a commit of its own. */
export async function addMail(
  deps: Deps,
  input: Partial<MailInput<"welcome">> = {},
): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      await stageMail(tx, deps, { ...welcome, ...input });
      return ok(undefined);
    }),
  );
}

/** The token of a one-use link. */
export const TOKEN = "tokenOfTheTests0123456789tokenOfTheTests012";

/** Stages a mail with a one-use link. */
export async function addLinkMail(deps: Deps): Promise<void> {
  const variables = { customerName: "Ann", link: "/verify-email" };
  unwrap(
    await transact(deps, async (tx) => {
      await stageLinkMail(tx, deps, { ...welcome, variables, token: TOKEN });
      return ok(undefined);
    }),
  );
}
