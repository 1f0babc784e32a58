/**
 * Stamps on forms that anybody may send: when the form was made, sealed, so that a program that posts without having
 * looked, or faster than anybody types, can be told from people. A stamp is good for one kind of form, for a day.
 */
import type { Deps } from "./deps.ts";
import { isoNow } from "./clock.ts";

/** Faster than this nobody fills in a form. */
const MIN_SECONDS = 2;
const MAX_SECONDS = 24 * 3600;

/** A stamp for a form that is shown now. */
export function stampForm(deps: Pick<Deps, "clock" | "secrets">, form: string): Promise<string> {
  return deps.secrets.seal("form_stamp", form, isoNow(deps.clock));
}

/** Whether the form came back as from a person: with its own stamp, neither at once nor after a day. */
export async function isUnhurried(
  deps: Pick<Deps, "clock" | "secrets">,
  { form, stamp }: { form: string; stamp: string },
): Promise<boolean> {
  const shownAt = await open(deps, form, stamp);
  if (shownAt === null) return false;
  const seconds = Temporal.Instant.from(shownAt).until(deps.clock.now()).total("seconds");
  return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
}

async function open(
  deps: Pick<Deps, "secrets">,
  form: string,
  stamp: string,
): Promise<string | null> {
  try {
    return await deps.secrets.open("form_stamp", form, stamp);
  } catch {
    // Anything may have been sent in its place.
    return null;
  }
}
