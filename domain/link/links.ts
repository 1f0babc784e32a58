/**
 * One-use links: 32 random bytes that only their mail knows. KV has their digest, so whoever reads KV can use none of
 * them. A link opens for its purpose alone, until its time is over, and is deleted by the commit that uses it: of two
 * clicks, one wins. Unknown, used, expired, foreign and misshapen links all get the same answer.
 *
 * Key: `["links", digest of the token]`: the link, which KV drops some time after its end.
 */
import { z } from "zod";
import { toIso } from "@/domain/shared/clock.ts";
import type { Deps } from "@/domain/shared/deps.ts";
import { digestOf } from "@/domain/shared/digest.ts";
import type { Tx } from "@/domain/shared/kv.ts";
import { fail, ok, type Result } from "@/domain/shared/result.ts";

const TOKEN_BYTES = 32;
/** 32 bytes in base64url: 43 characters, of which the last holds four bits. */
const TOKEN = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
const MINUTE_MS = 60_000;

const LINK_PURPOSES = [
  "verify_email",
  "change_email",
  "reset_password",
  "invite_staff",
  "invite_member",
  "not_me",
] as const;

/** What a link is for: it opens nothing else. */
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

const linkSchema = z.strictObject({
  schemaVersion: z.literal(1),
  purpose: z.enum(LINK_PURPOSES),
  /** Id of the account or invitation that it is about. */
  subject: z.string(),
  data: z.record(z.string(), z.string()),
  expiresAt: z.string(),
});
type Link = z.infer<typeof linkSchema>;

/** What a link that opens is about. */
export interface OpenedLink {
  /** Id of the account or invitation. */
  subject: string;
  /** What the link's maker put into it. */
  data: Readonly<Record<string, string>>;
}

/** The link opens nothing, whatever the reason. */
export interface LinkExpired {
  code: "link_expired";
}

/** Stages a link; no check, as nobody has a token of 256 random bits twice. The token goes into a mail and nowhere else: give it to `stageLinkMail()`. */
export function stageLink(
  tx: Tx,
  deps: Pick<Deps, "clock" | "ids">,
  input: {
    purpose: LinkPurpose;
    subject: string;
    data?: Readonly<Record<string, string>>;
    lifetimeMinutes: number;
  },
): Promise<{ token: string }> {
  const { purpose, subject, data = {}, lifetimeMinutes } = input;
  const token = deps.ids.token(TOKEN_BYTES);
  const expiresAt = toIso(deps.clock.now().add({ minutes: lifetimeMinutes }));
  const link: Link = { schemaVersion: 1, purpose, subject, data: { ...data }, expiresAt };
  tx.set(linkKey(token), linkSchema.parse(link), {
    expireInMs: (lifetimeMinutes + 1) * MINUTE_MS,
  });
  return Promise.resolve({ token });
}

/** What a link is about, without using it: for the page that it leads to. */
export async function openLink(
  deps: Pick<Deps, "kv" | "clock">,
  input: { purpose: LinkPurpose; token: unknown },
): Promise<Result<OpenedLink, LinkExpired>> {
  if (!isToken(input.token)) return expired();
  const { value } = await deps.kv.get(linkKey(input.token));
  return judge(deps, value, input.purpose);
}

/** Uses a link up on the caller's commit; one check. */
export async function stageUseLink(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  input: { purpose: LinkPurpose; token: unknown },
): Promise<Result<OpenedLink, LinkExpired>> {
  if (!isToken(input.token)) return expired();
  const opened = judge(deps, await tx.get(linkKey(input.token)), input.purpose);
  if (opened.ok) tx.delete(linkKey(input.token));
  return opened;
}

/** Deletes all links about a subject: of an account that is closed for good. */
export async function deleteLinksOf(kv: Deno.Kv, subject: string): Promise<void> {
  for await (const { key, value } of kv.list({ prefix: ["links"] })) {
    if (linkSchema.parse(value).subject === subject) await kv.delete(key);
  }
}

function judge(
  deps: Pick<Deps, "clock">,
  stored: unknown,
  purpose: LinkPurpose,
): Result<OpenedLink, LinkExpired> {
  const link = stored === null ? null : linkSchema.parse(stored);
  if (!link || link.purpose !== purpose) return expired();
  if (Temporal.Instant.compare(deps.clock.now(), link.expiresAt) >= 0) return expired();
  return ok({ subject: link.subject, data: link.data });
}

function isToken(token: unknown): token is string {
  return typeof token === "string" && TOKEN.test(token);
}

function linkKey(token: string): Deno.KvKey {
  return ["links", digestOf(token)];
}

function expired(): Result<never, LinkExpired> {
  return fail({ code: "link_expired" });
}
