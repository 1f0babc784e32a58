/**
 * Holds programs off forms that anybody may send, without a puzzle and without scripts. A hidden field that was filled in
 * is a program's. A form that comes back faster than people type, or without its stamp, may be somebody's quick browser:
 * such forms are let through, but only a few from one network in an hour.
 */
import { z } from "zod";
import { takeRateLimit } from "@/domain/session/mod.ts";
import { isUnhurried, stampForm } from "@/domain/shared/form_stamp.ts";
import { networkOf } from "@/domain/shared/network.ts";
import type { RateLimited } from "@/domain/shared/rate_limit.ts";
import type { Ctx } from "./state.ts";

const HOUR_SECONDS = 3600;

/** The forms, and how many hasty ones of each a network may send in an hour. */
const HASTY_LIMIT = { register: 30, contact: 10, forgot_password: 10 } as const;

/** Fields that a form has besides its own: spread them into its schema. */
export const BOT_FIELDS = {
  stamp: z.string().default(""),
  website: z.string().default(""),
};

/** A new stamp for a form, or the one that it came back with: the time runs from when it was first shown. */
export async function stampOf(
  ctx: Ctx,
  form: keyof typeof HASTY_LIMIT,
  typed: string | undefined = undefined,
): Promise<string> {
  return typed || await stampForm(ctx.state.deps, form);
}

/** Who sends a form: `person`, `program` (act as if it were done), or too many hasty ones. */
export async function judgeSender(
  ctx: Ctx,
  form: keyof typeof HASTY_LIMIT,
  { stamp, website }: { stamp: string; website: string },
): Promise<"person" | "program" | RateLimited> {
  if (website !== "") return "program";
  const { deps, client } = ctx.state;
  if (await isUnhurried(deps, { form, stamp })) return "person";
  const taken = await takeRateLimit(deps, {
    scope: `hasty.${form}`,
    subject: networkOf(client.ip),
    limit: HASTY_LIMIT[form],
    windowSeconds: HOUR_SECONDS,
  });
  return taken.ok ? "person" : taken.error;
}
