/** The first start's texts. */
import type { Deps } from "../shared/deps.ts";
import { transact } from "../shared/kv.ts";
import { ok, unwrap } from "../shared/result.ts";
import { writeTemplateOnce } from "./repo.ts";
import { MAIL_TEMPLATE_IDS, mailTemplateSeeds } from "./templates.ts";

/** Stores the texts of templates that have none yet; those that staff have changed stay. */
export async function seedMailTemplates(deps: Deps): Promise<void> {
  for (const id of MAIL_TEMPLATE_IDS) {
    unwrap(
      await transact(deps, async (tx) => {
        await writeTemplateOnce(tx, id, mailTemplateSeeds[id]);
        return ok(undefined);
      }),
    );
  }
}
