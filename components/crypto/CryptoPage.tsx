/** Paying an invoice on a chain: where it stands, what to send, what follows, and the other assets. */
import type { ChainPaymentView, CryptoAssetView } from "@/domain/crypto/view.ts";
import { Watch } from "@/islands/Watch.tsx";
import { Alert } from "../ui/Alert.tsx";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { ErrorSummary } from "../ui/ErrorSummary.tsx";
import { Input } from "../ui/Input.tsx";
import { TextLink } from "../ui/TextLink.tsx";
import { AssetChoice } from "./AssetChoice.tsx";
import { outcomes } from "./outcomes.ts";
import { PayBox } from "./PayBox.tsx";
import { Sightings } from "./Sightings.tsx";
import { doubtText, isAllSent, isUnderWay, stateText, titleOf } from "./texts.ts";

/** Props of `CryptoPage`. */
export interface CryptoPageProps {
  path: string;
  assets: CryptoAssetView[];
  /** The one that was quoted last in front. */
  payments: ChainPaymentView[];
  /** Whether the invoice still waits for money. */
  isOpen: boolean;
  errors: Readonly<Record<string, string>>;
  texts: Readonly<Record<string, string>>;
}

/** Two columns: the payment, and what surrounds it. */
export function CryptoPage(props: CryptoPageProps) {
  const { path, assets, payments, isOpen, errors, texts } = props;
  const [current, ...others] = payments;
  // Buttons and hidden fields have no place of their own for a message.
  const general = errors[""] ?? errors.asset ?? errors.payment ?? errors.action;
  const fields: Record<string, string> = errors.txid ? { txid: errors.txid } : {};
  return (
    <div class="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
      <div class="flex min-w-0 flex-col gap-6">
        {general && <Alert tone="bad" role="alert">{general}</Alert>}
        {current && <State payment={current} path={path} />}
        {current && isOpen && <PayBox payment={current} path={path} />}
        {current && isOpen && !current.isWatched && (
          <ClaimForm payment={current} path={path} errors={fields} texts={texts} />
        )}
        {payments.map((payment) => <Sightings key={payment.id} payment={payment} />)}
        {!current && isOpen && <Choice {...props} />}
      </div>
      <div class="flex min-w-0 flex-col gap-6">
        {current && isOpen && !isAllSent(current) && <Outcomes payment={current} />}
        {current && isOpen && !isAllSent(current) && doubtText(current) === null && (
          <Choice {...props} current={current.asset} />
        )}
        {others.map((other) => <Other key={other.id} payment={other} />)}
        {!isOpen && assets.length > 0 && !current && (
          <Alert tone="info" title="There is nothing to pay">This invoice isn't open.</Alert>
        )}
      </div>
    </div>
  );
}

function State({ payment, path }: { payment: ChainPaymentView; path: string }) {
  const { tone, title, text } = stateText(payment);
  const isNamed = payment.claims.some(({ status }) => status === "pending");
  const canChange = isNamed || isUnderWay(payment.state.phase);
  return (
    <Alert
      tone={tone}
      role="status"
      title={title}
      actions={canChange && (
        <Button href={path} variant="secondary" size="sm">Show the newest state</Button>
      )}
    >
      {text}
      {canChange && payment.isWatched && <Watch stateUrl={`${path}/state`} mark={payment.mark} />}
    </Alert>
  );
}

function Outcomes({ payment }: { payment: ChainPaymentView }) {
  return (
    <Card title="What happens if …">
      <dl class="flex flex-col gap-4 text-sm">
        {outcomes(payment).map(({ title, text }) => (
          <div key={title}>
            <dt class="font-medium text-ink">{title}</dt>
            <dd class="mt-0.5 text-muted">{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Choice({ path, assets, current }: CryptoPageProps & { current?: string }) {
  return (
    <Card
      title={current ? "Another asset" : "Choose what to pay with"}
      description="The amount is made from the rate of now, and holds for 15 minutes."
    >
      {assets.length === 0
        ? (
          <p class="text-sm text-muted">
            No cryptocurrency is on offer just now. Choose{" "}
            <TextLink href={path.replace(/\/crypto$/, "")}>another way to pay</TextLink>.
          </p>
        )
        : <AssetChoice action={path} assets={assets} current={current} />}
    </Card>
  );
}

function Other({ payment }: { payment: ChainPaymentView }) {
  const { title, text } = stateText(payment);
  if (payment.sightings.length === 0) return null;
  return (
    <Card title={titleOf(payment)}>
      <p class="text-sm font-medium text-ink">{title}</p>
      <p class="mt-1 text-sm text-muted">{text}</p>
    </Card>
  );
}

/** `action=name payment txid`. */
function ClaimForm(
  { payment, path, errors, texts }: {
    payment: ChainPaymentView;
    path: string;
    errors: Readonly<Record<string, string>>;
    texts: Readonly<Record<string, string>>;
  },
) {
  return (
    <Card
      id="name"
      title={payment.claims.length === 0 ? "Name your transaction" : "Name another transaction"}
      description="No node of ours watches this address: our staff look your transaction up."
    >
      <form method="post" action={`${path}#name`} class="flex flex-col gap-5" novalidate>
        <input type="hidden" name="action" value="name" />
        <input type="hidden" name="payment" value={payment.id} />
        <ErrorSummary errors={{ ...errors }} />
        <Input
          name="txid"
          label="Hash of the transaction"
          hint="Your wallet shows it once the payment is sent; it is also called transaction id."
          autocomplete="off"
          spellcheck={false}
          value={texts.txid ?? ""}
          error={errors.txid}
          required
        />
        <div>
          <Button>Send the hash</Button>
        </div>
      </form>
    </Card>
  );
}
