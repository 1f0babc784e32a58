/** Personal access tokens: the list, a form for a new one, and that one, shown once. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import {
  type ApiTokenView,
  createApiToken,
  listApiTokens,
  type NewApiTokenView,
  revokeApiToken,
} from "@/domain/api_token/mod.ts";
import { ProofGate } from "@/components/admin/ProofGate.tsx";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { NewToken } from "@/components/tokens/NewToken.tsx";
import { TokenForm } from "@/components/tokens/TokenForm.tsx";
import { TokenList } from "@/components/tokens/TokenList.tsx";
import { Alert, Button, Card, TextLink } from "@/components/ui/mod.ts";
import { BROKEN_FORM, formError } from "../(_lib)/actions.ts";
import { seeOther } from "../(_lib)/flash.ts";
import { nothingTyped, readForm, type Typed } from "../(_lib)/forms.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { requireCustomer } from "../(_lib)/guards.ts";
import { formStatus, problem } from "../(_lib)/problems.ts";
import { type Ctx, define } from "../(_lib)/state.ts";
import { isConfirmed, requireStepUp } from "../(_lib)/step_up.ts";

const PATH = "/dashboard/tokens";

const form = z.strictObject({
  action: z.enum(["create", "revoke"], BROKEN_FORM),
  name: z.string().default(""),
  scopes: z.array(z.string()).default([]),
  days: z.string().default(""),
  ranges: z.string().default(""),
  token: z.string().default(""),
});

interface Data {
  tokens: ApiTokenView[];
  /** Shown on this page and never again. */
  made: NewApiTokenView | null;
  typed: Typed;
  errors: Record<string, string>;
  isConfirmed: boolean;
}

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>(await load(ctx, { made: null, typed: nothingTyped(), errors: {} }));
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) {
      const failed = { made: null, typed: read.typed, errors: { ...read.error.fields } };
      return page<Data>(await load(ctx, failed), formStatus(read.error));
    }
    if (read.value.action === "revoke") return await revoke(ctx, read.value.token);
    return requireStepUp(ctx) ?? await create(ctx, read.value, read.typed);
  },
});

async function create(ctx: Ctx, values: z.output<typeof form>, typed: Typed) {
  const { deps, requestId } = ctx.state;
  const { sessionId } = ctx.state.signedIn!;
  const { name, scopes, days, ranges } = values;
  const actor = requireCustomer(ctx);
  const made = await createApiToken(deps, {
    actor,
    form: { name, scopes, days, ranges },
    sessionId,
    requestId,
  });
  if (made.ok) {
    return page<Data>(await load(ctx, { made: made.value, typed: nothingTyped(), errors: {} }));
  }
  if (made.error.code === "not_found") return problem(made.error);
  const errors = formError(made.error);
  return page<Data>(await load(ctx, { made: null, typed, errors }), formStatus(made.error));
}

async function revoke(ctx: Ctx, id: string): Promise<Response> {
  const { deps, requestId } = ctx.state;
  const revoked = await revokeApiToken(deps, { actor: requireCustomer(ctx), id, requestId });
  if (!revoked.ok) return problem(revoked.error);
  const text = `The token “${revoked.value.name}” is revoked.`;
  return await seeOther(ctx, PATH, { tone: "ok", text });
}

async function load(ctx: Ctx, data: Omit<Data, "tokens" | "isConfirmed">): Promise<Data> {
  return {
    ...data,
    isConfirmed: isConfirmed(ctx),
    tokens: await listApiTokens(ctx.state.deps, { viewer: requireCustomer(ctx) }),
  };
}

export default define.page<typeof handler>(function TokensPage(props) {
  const { tokens, made, typed, errors, isConfirmed } = props.data;
  const isVerified = props.state.signedIn!.account.isVerified;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="API tokens"
      description="Let your own programs read your account."
      width="narrow"
      actions={<Button href="/api/docs" variant="secondary">API documentation</Button>}
    >
      <Head>
        <title>API tokens · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        {made && <NewToken made={made} doneHref={PATH} />}
        <TokenList tokens={tokens} />
        {!made && (
          <Card
            id="new"
            title="Make a token"
            description="It may do no more than you choose here."
          >
            {isVerified
              ? (
                <ProofGate isConfirmed={isConfirmed} path={PATH} what="make a token">
                  <TokenForm
                    texts={typed.texts}
                    scopes={typed.lists.scopes ?? []}
                    errors={errors}
                  />
                </ProofGate>
              )
              : (
                <Alert tone="warn" title="Confirm your e-mail address first">
                  Tokens are for accounts whose address is confirmed. The link is in the mail that
                  we sent you; your <TextLink href="/dashboard">dashboard</TextLink> sends it again.
                </Alert>
              )}
          </Card>
        )}
      </div>
    </DashboardLayout>
  );
});
