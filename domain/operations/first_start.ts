/**
 * Fills a new installation: settings, texts of mails, the catalogue, the owner. Each step does nothing where it was done
 * before, so processes that start at once, or a start that was broken off, come to the same end.
 */
import { seedCatalog } from "../catalog/mod.ts";
import { createOwner } from "../customer/mod.ts";
import { seedMailTemplates } from "../mail/mod.ts";
import {
  EXAMPLE_ACCOUNTS,
  EXAMPLE_ADDRESSES,
  mayShowExamples,
  stageFirstSettings,
} from "../settings/mod.ts";
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { fail, ok, type Result, unwrap } from "../shared/result.ts";
import { findInstallation, markSeeded } from "./installation.ts";

/** The owner that the first start made. */
export interface FirstStart {
  ownerEmail: string;
  /** To be printed once; `null` if the operator gave it. */
  ownerPassword: string | null;
}

/** The first start couldn't be finished; `message` is one line for the operator. */
export interface CannotSeed {
  readonly code: "cannot_seed";
  readonly message: string;
}

/** Seeds the installation once; `null` if that was done before, or is being done by another process. */
export async function seedOnce(deps: Deps): Promise<Result<FirstStart | null, CannotSeed>> {
  const known = await findInstallation(deps.kv);
  if (known && known.seededAt !== null) return ok(null);
  if (mayShowExamples(deps.config)) await seedExamples(deps);
  await seedMailTemplates(deps);
  unwrap(await seedCatalog(deps));
  const owner = await createOwner(deps, {
    email: deps.config.adminEmail,
    password: deps.config.adminPassword,
  });
  if (!owner.ok) {
    const message = owner.error.code === "validation"
      ? "ADMIN_EMAIL must be an e-mail address"
      : "the database is too busy to create the owner; start again";
    return fail({ code: "cannot_seed", message });
  }
  await markSeeded(deps);
  if (!owner.value.isNew) return ok(null);
  return ok({ ownerEmail: owner.value.email, ownerPassword: owner.value.madePassword });
}

async function seedExamples(deps: Deps): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      const bank = { accounts: [...EXAMPLE_ACCOUNTS] };
      const crypto = { addresses: [...EXAMPLE_ADDRESSES] };
      await stageFirstSettings(tx, deps, { section: "bank", values: bank });
      await stageFirstSettings(tx, deps, { section: "crypto", values: crypto });
      return ok(undefined);
    }),
  );
}
