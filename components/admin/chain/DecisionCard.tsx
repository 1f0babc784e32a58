/** Something about a payment on a chain that staff decide: book it, or leave it out. */
import type { ChainDecisionView } from "@/domain/crypto/view.ts";
import { toDecimal } from "@/domain/shared/money.ts";
import { Alert } from "../../ui/Alert.tsx";
import { Button } from "../../ui/Button.tsx";
import { Card } from "../../ui/Card.tsx";
import { DateTime } from "../../ui/DateTime.tsx";
import { DescriptionList } from "../../ui/DescriptionList.tsx";
import { ErrorSummary } from "../../ui/ErrorSummary.tsx";
import { fieldId } from "../../ui/field_ids.ts";
import { Input } from "../../ui/Input.tsx";
import { formatMoney } from "../../ui/Money.tsx";
import { type FormState, prefixed } from "../forms.ts";
import { ProofGate } from "../ProofGate.tsx";

const TITLES: Readonly<Record<ChainDecisionView["kind"], string>> = {
  late: "Money that came late",
  wrong_asset: "Money in another asset",
  claim: "A transaction that the customer has named",
  lost: "Money that was booked and is gone",
};

const HINTS: Readonly<Record<ChainDecisionView["kind"], string>> = {
  late: "The rate that was promised had run out. Book it for what you find fair.",
  wrong_asset: "It lies at an address of ours. Book it for what you find fair.",
  claim:
    "Look it up in a block explorer: does it pay to this address, this amount, in this asset, and is it confirmed?",
  lost:
    "Look into a block explorer that isn't ours. If the money is really gone, correct the books by hand, then take note of it here.",
};

/** Props of `DecisionCard`. */
export interface DecisionCardProps {
  decision: ChainDecisionView;
  currency: string;
  /** Staff without the right see what it is about. */
  canBook: boolean;
  isConfirmed: boolean;
  /** The page that this is on. */
  path: string;
  form: FormState;
}

/** `action=book|dismiss key amount reason`. */
export function DecisionCard(props: DecisionCardProps) {
  const { decision, canBook } = props;
  const { kind, txid, amount, at, worth, isFinal, proposed } = decision;
  return (
    <Card title={TITLES[kind]} description={HINTS[kind]}>
      <div class="flex flex-col gap-5">
        <DescriptionList
          items={[
            { label: "Transaction", value: <code class="text-xs">{txid}</code> },
            { label: kind === "claim" ? "Asset" : "Amount", value: amount },
            { label: kind === "claim" ? "Named" : "Seen", value: <DateTime value={at} /> },
            ...(worth
              ? [{
                label: kind === "claim"
                  ? "Asked for"
                  : kind === "lost"
                  ? "Booked as"
                  : "Worth now, about",
                value: formatMoney(worth),
              }]
              : []),
          ]}
        />
        {proposed && (
          <Alert tone="info">
            {formatMoney(proposed)} are proposed: another member of staff has to approve them.
          </Alert>
        )}
        {!isFinal && kind !== "lost" && (
          <Alert tone="warn">
            It doesn't lie deep enough in the chain to be booked: it may still vanish.
          </Alert>
        )}
        {canBook && !proposed && <Forms {...props} />}
      </div>
    </Card>
  );
}

function Forms({ decision, currency, isConfirmed, path, form }: DecisionCardProps) {
  const { key, kind, worth, isFinal } = decision;
  return (
    <>
      <ErrorSummary errors={prefixed(form.errors, key)} />
      {kind !== "lost" && isFinal && (
        <ProofGate {...{ isConfirmed, path }} what="book it">
          <form method="post" class="flex flex-col gap-4" novalidate>
            <input type="hidden" name="action" value="book" />
            <input type="hidden" name="key" value={key} />
            <Input
              id={fieldId(`${key}-amount`)}
              name="amount"
              label="What it is booked for"
              inputmode="decimal"
              autocomplete="off"
              suffix={currency}
              value={form.texts.amount ?? (worth ? toDecimal(worth) : "")}
              error={form.errors.amount}
              required
            />
            {decision.asked !== null && (
              <Input
                id={fieldId(`${key}-coins`)}
                name="coins"
                label="What came, for the books"
                hint="As the block explorer shows it. Empty if you can't tell."
                inputmode="decimal"
                autocomplete="off"
                suffix={decision.asset}
                value={form.texts.coins ?? decision.asked}
                error={form.errors.coins}
              />
            )}
            <div>
              <Button>Book it</Button>
            </div>
          </form>
        </ProofGate>
      )}
      <form method="post" class="flex flex-col gap-4 border-t border-line pt-5" novalidate>
        <input type="hidden" name="action" value="dismiss" />
        <input type="hidden" name="key" value={key} />
        <Input
          id={fieldId(`${key}-reason`)}
          name="reason"
          label={kind === "claim" ? "Why not, for the customer to read" : "Why"}
          autocomplete="off"
          value={form.texts.reason ?? ""}
          error={form.errors.reason}
          required
        />
        <div>
          <Button variant="secondary">
            {kind === "lost"
              ? "Take note of it"
              : kind === "claim"
              ? "Don't accept it"
              : "Leave it out"}
          </Button>
        </div>
      </form>
    </>
  );
}
