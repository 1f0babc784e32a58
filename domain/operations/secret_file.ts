/**
 * The secret of an installation that wasn't given one: made on the first start and kept beside the KV file, readable by
 * its owner only. Processes that start at once agree on one: the file appears whole, by a link that only the first gets.
 */
import { toBase64Url } from "../shared/ids.ts";

const SECRET_BYTES = 32;
const MIN_CHARS = 32;

/** Where the secret of the database file `kvPath` is. */
export function secretPath(kvPath: string): string {
  return `${kvPath}.secret`;
}

/** A secret that isn't kept anywhere. */
export function newSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

/**
 * The secret in the file, which is made if it isn't there.
 *
 * @throws Error if the file can't be read or written, or holds less than 32 characters.
 */
export async function loadSecretFile(path: string): Promise<string> {
  const known = await findSecretFile(path);
  if (known !== null) return known;
  const draft = `${path}.${crypto.randomUUID()}`;
  await Deno.writeTextFile(draft, newSecret() + "\n", { mode: 0o600, createNew: true });
  try {
    await Deno.link(draft, path);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  } finally {
    await Deno.remove(draft);
  }
  const made = await findSecretFile(path);
  if (made === null) throw new Error(`${path} disappeared`);
  return made;
}

/** The secret in the file, or `null` if there is no file. */
export async function findSecretFile(path: string): Promise<string | null> {
  try {
    const secret = (await Deno.readTextFile(path)).trim();
    if (secret.length < MIN_CHARS) {
      throw new Error(`${path} holds less than ${MIN_CHARS} characters`);
    }
    return secret;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
