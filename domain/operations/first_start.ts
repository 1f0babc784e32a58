/**
 * Fills a new installation: settings, texts of mails, the catalogue, the owner. Each step does nothing where it was done
 * before, so processes that start at once, or a start that was broken off, come to the same end.
 */
import { seedCatalog } from "../catalog/mod.ts";
import { createOwner } from "../customer/mod.ts";
import { seedMailTemplates } from "../mail/mod.ts";
import { stageFirstSettings } from "../settings/mod.ts";
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
  if (mayShowExamples(deps)) await seedExamples(deps);
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

/** Only where no customer comes by: on the operator's own machine, or in a demonstration. */
function mayShowExamples(deps: Deps): boolean {
  const { hostname } = new URL(deps.config.appUrl);
  return deps.config.demo || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/**
 * Bank details and addresses that show what an invoice looks like: the sample IBAN of the registry, and addresses from
 * the standards' test vectors, labelled as examples.
 */
async function seedExamples(deps: Deps): Promise<void> {
  unwrap(
    await transact(deps, async (tx) => {
      await stageFirstSettings(tx, deps, {
        section: "bank",
        values: {
          accounts: [{
            currency: "EUR",
            holder: "CloudNest (example)",
            iban: "DE89370400440532013000",
            bic: "COBADEFFXXX",
            bankName: "Example bank",
            instructions: "These are example details: don't pay to them. " +
              "Staff set the real ones in the settings.",
          }],
        },
      });
      await stageFirstSettings(tx, deps, {
        section: "crypto",
        values: {
          addresses: [
            {
              asset: "BTC",
              network: "bitcoin",
              address: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            },
            {
              asset: "ETH",
              network: "ethereum",
              address: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            },
          ],
        },
      });
      return ok(undefined);
    }),
  );
}
