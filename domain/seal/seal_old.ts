/**
 * Seals the documents of before there were seals, some at each run, oldest first. Key: `["<kind>_seal_cursor"]`, the id of
 * the last document that was looked at; once it has caught up with the newest, a run reads only what has come since.
 */
import type { Deps } from "@/domain/shared/deps.ts";
import { transact, type Tx } from "@/domain/shared/kv.ts";
import { ok, unwrap } from "@/domain/shared/result.ts";
import type { DocumentSeals, SealedDocument } from "./document_seals.ts";

/** Documents that a run looks at. */
const BATCH = 200;

/** A kind of document with its seals. */
export interface OldDocuments<D extends SealedDocument> {
  /** First part of the documents' keys, which end with their id. */
  collection: string;
  seals: DocumentSeals<D>;
  /** A document under check. */
  get(tx: Tx, id: string): Promise<D | null>;
}

/** Seals what has no seal among the next documents; how many those were. One that can't be read keeps none of the others. */
export async function sealOld<D extends SealedDocument>(
  deps: Deps,
  old: OldDocuments<D>,
): Promise<number> {
  const { collection, seals: { name } } = old;
  const cursor = [`${name}_seal_cursor`];
  const after = (await deps.kv.get<string>(cursor)).value;
  const start = after === null ? {} : { start: [collection, `${after}\0`] };
  let last: string | null = null;
  let sealed = 0;
  for await (
    const { key } of deps.kv.list({ prefix: [collection], ...start }, { limit: BATCH })
  ) {
    last = String(key[1]);
    try {
      if (await sealOne(deps, old, last)) sealed++;
    } catch (error) {
      deps.log.error("seals.failed", { document: last, error });
    }
  }
  if (last !== null) await deps.kv.set(cursor, last);
  if (sealed > 0) deps.log.info("seals.made", { kind: name, documents: sealed });
  return sealed;
}

/** The seal is under check: of two processes one makes it. */
async function sealOne<D extends SealedDocument>(
  deps: Deps,
  { seals, get }: OldDocuments<D>,
  id: string,
): Promise<boolean> {
  if (await seals.read(deps.kv, id)) return false;
  return unwrap(
    await transact(deps, async (tx) => {
      const document = await get(tx, id);
      return ok(document !== null && await seals.stageMissing(tx, deps, document));
    }),
  );
}
