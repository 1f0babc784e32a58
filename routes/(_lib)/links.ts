/** Pages that one-use links of mails lead to. */
import { page } from "fresh";
import { z } from "zod";
import type { Deps } from "@/domain/shared/deps.ts";
import type { Failure, Result } from "@/domain/shared/result.ts";
import { seeOther } from "./flash.ts";
import { readForm } from "./forms.ts";
import { formStatus } from "./problems.ts";
import { type Ctx, define } from "./state.ts";

/** What a page shows whose link is about an address. */
export interface AddressLink {
  token: string;
  /** The address; `null` if the link opens nothing. */
  email: string | null;
}

const EXPIRED: AddressLink = { token: "", email: null };
const form = z.strictObject({ token: z.string().default("") });

/**
 * Handlers of a page whose link is about an address: looking at it does nothing, as programs that read mail look too; the
 * button of its form does what `use` does, and `told` says so on the next page.
 */
export function addressLinkHandlers(link: {
  read(deps: Deps, token: string): Promise<Result<{ email: string }, Failure>>;
  use(
    deps: Deps,
    input: { token: string; requestId: string },
  ): Promise<Result<{ email: string }, Failure>>;
  told(email: string): string;
}) {
  return define.handlers({
    async GET(ctx) {
      const token = tokenOf(ctx);
      const found = await link.read(ctx.state.deps, token);
      if (!found.ok) return page(EXPIRED, linkStatus(ctx));
      return page<AddressLink>({ token, email: found.value.email });
    },
    async POST(ctx) {
      const { deps, requestId, signedIn } = ctx.state;
      const read = await readForm(ctx, form);
      if (!read.ok) return page(EXPIRED, formStatus(read.error));
      const used = await link.use(deps, { ...read.value, requestId });
      if (!used.ok) return page(EXPIRED, formStatus(used.error));
      const text = link.told(used.value.email);
      return await seeOther(ctx, signedIn ? "/dashboard" : "/login", { tone: "ok", text });
    },
  });
}

/** The token in the address of the page; empty if there is none, or more than one. */
export function tokenOf(ctx: Pick<Ctx, "url">): string {
  const tokens = ctx.url.searchParams.getAll("token");
  return tokens.length === 1 ? tokens[0]! : "";
}

/** The status of a link that opens nothing: gone, whatever it was; 200 for who came without one. */
export function linkStatus(ctx: Pick<Ctx, "url">): { status: 200 | 410 } {
  return { status: ctx.url.searchParams.has("token") ? 410 : 200 };
}
