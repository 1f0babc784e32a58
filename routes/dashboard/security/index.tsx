/** The security of one's account: address, password, sessions, authenticator app, recovery codes, passkeys, remembered devices. */
import { page } from "fresh";
import { Head } from "fresh/runtime";
import { z } from "zod";
import { DashboardLayout } from "@/components/layouts/mod.ts";
import { AppCard } from "@/components/security/AppCard.tsx";
import { CodesCard } from "@/components/security/CodesCard.tsx";
import { DevicesCard } from "@/components/security/DevicesCard.tsx";
import { NO_FORM, type SecurityForm } from "@/components/security/forms.ts";
import { PasskeysCard } from "@/components/security/PasskeysCard.tsx";
import { RecoveryCodes } from "@/components/security/RecoveryCodes.tsx";
import { SentErrors } from "@/components/security/SentErrors.tsx";
import { SessionList } from "@/components/security/SessionList.tsx";
import { SignInCard } from "@/components/security/SignInCard.tsx";
import { Alert, Card } from "@/components/ui/mod.ts";
import { countApiTokens } from "@/domain/api_token/mod.ts";
import { getSecondFactor, type SecondFactorView } from "@/domain/second_factor/mod.ts";
import { listSessions, readPendingEmail, type SessionView } from "@/domain/session/mod.ts";
import { readForm } from "../../(_lib)/forms.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { problem } from "../../(_lib)/problems.ts";
import { SECURITY_ACTIONS, securityAction } from "../../(_lib)/security_actions.ts";
import { type Ctx, define } from "../../(_lib)/state.ts";
import { isConfirmed } from "../../(_lib)/step_up.ts";

const PATH = "/dashboard/security";

const form = z.strictObject({
  action: z.enum(SECURITY_ACTIONS),
  code: z.string().default(""),
  password: z.string().default(""),
  name: z.string().default(""),
  passkey: z.string().default(""),
  device: z.string().default(""),
  /** An authenticator's answer, as JSON. */
  answer: z.string().default(""),
});

interface Data {
  factor: SecondFactorView;
  form: SecurityForm;
  /** New recovery codes: on this page and never again. */
  recoveryCodes: string[] | null;
  sessions: SessionView[];
  pendingEmail: string | null;
  tokens: number;
  /** They proved who they are a short while ago. */
  isConfirmed: boolean;
}

export const handler = define.handlers({
  async GET(ctx) {
    return page<Data>({ ...await load(ctx), form: NO_FORM, recoveryCodes: null });
  },
  async POST(ctx) {
    const read = await readForm(ctx, form);
    if (!read.ok) return problem(read.error);
    const outcome = await securityAction(ctx, read.value);
    if (outcome instanceof Response) return outcome;
    return page<Data>({ ...await load(ctx), ...outcome.data }, outcome.init);
  },
});

async function load(ctx: Ctx): Promise<Omit<Data, "form" | "recoveryCodes">> {
  const { deps } = ctx.state;
  const signedIn = ctx.state.signedIn!;
  const { id } = signedIn.account;
  const [factor, sessions, pendingEmail, tokens] = await Promise.all([
    getSecondFactor(deps, id),
    listSessions(deps, signedIn),
    readPendingEmail(deps, id),
    countApiTokens(deps, signedIn.customer),
  ]);
  return { factor, sessions, pendingEmail, tokens, isConfirmed: isConfirmed(ctx) };
}

export default define.page<typeof handler>(function SecurityPage(props) {
  const { factor, form, recoveryCodes, sessions, isConfirmed } = props.data;
  const { pendingEmail, tokens } = props.data;
  const { account, owesSecondFactor: owes } = props.state.signedIn!;
  const isOn = factor.totpSince !== null || factor.passkeys.length > 0;
  return (
    <DashboardLayout
      {...frameOf(props)}
      title="Security"
      description="Who can get into your account, and how."
      width="narrow"
    >
      <Head>
        <title>Security · CloudNest</title>
      </Head>
      <div class="flex flex-col gap-6">
        {owes && !isOn && (
          <Alert tone="warn" title="Switch on a second factor to go on">
            Your role needs one. Set up an authenticator app or add a passkey: then the rest of
            CloudNest is open to you again.
          </Alert>
        )}
        <SentErrors form={form} />
        {recoveryCodes && (
          <Card title="Your recovery codes">
            <RecoveryCodes codes={recoveryCodes} doneHref={PATH} />
          </Card>
        )}
        {!owes && (
          <SignInCard
            email={account.email}
            isVerified={account.isVerified}
            pendingEmail={pendingEmail}
            tokens={tokens}
          />
        )}
        <AppCard factor={factor} form={form} path={PATH} asksPassword={!isConfirmed} />
        <PasskeysCard factor={factor} form={form} path={PATH} />
        {isOn && <CodesCard factor={factor} form={form} />}
        <DevicesCard devices={factor.devices} />
        {!owes && <SessionList sessions={sessions} />}
      </div>
    </DashboardLayout>
  );
});
