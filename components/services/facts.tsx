/** What the page of a service says besides its access. */
import { Alert, DateTime, Money, TextLink } from "../ui/mod.ts";
import { CYCLE_LABELS } from "@/domain/catalog/quote.ts";
import type { Money as Amount } from "@/domain/shared/money.ts";
import type { TaxRule } from "@/domain/tax/view.ts";
import type { ServiceView } from "@/domain/service/view.ts";

/** Why there is no access yet, or any more. */
export function NotRunning({ service }: { service: ServiceView }) {
  switch (service.status) {
    case "pending":
      return (
        <Alert tone="info" title="We are setting up your server">
          You get a mail as soon as the server runs; its address and log-in then stand on this page.
        </Alert>
      );
    case "suspended":
      return (
        <Alert tone="warn" title="This service is suspended">
          {service.suspension?.note} {service.suspension?.reason === "unpaid"
            ? "The moment it is paid, the server runs again."
            : <TextLink href="/contact">Write to us</TextLink>}
        </Alert>
      );
    case "active":
      return (
        <Alert tone="info" title="Up and running">
          How to log in to it isn't among what you were let into.
        </Alert>
      );
    default:
      return <Alert tone="info" title="This service has ended" />;
  }
}

/** Plan, place and specification as they were ordered. */
export function machineItems(service: ServiceView) {
  const { planName, datacenterName, osName, panelName, highlights, addons } = service;
  return [
    { label: "Plan", value: planName },
    { label: "Location", value: datacenterName },
    { label: "Operating system", value: osName },
    ...(panelName ? [{ label: "Control panel", value: panelName }] : []),
    ...highlights,
    ...addons.map(({ label, value }) => ({
      label: "Add-on",
      value: value === "1" ? label : `${label} × ${value}`,
    })),
  ].filter((item) => item.value !== "");
}

/** Term, price and due day. */
export function billingItems(
  service: ServiceView,
  { seesOrder, tax, discounted }: {
    seesOrder: boolean;
    tax: TaxRule;
    /** What the next term costs while a promotion lasts. */
    discounted: Amount | null;
  },
) {
  const { id, status, cycle, renewal, nextDueOn, anchorOn, orderId, orderNumber } = service;
  const { trialEndsOn } = service;
  return [
    { label: "Term", value: CYCLE_LABELS[cycle] },
    ...(renewal ? [{ label: `Renewal${taxWords(tax)}`, value: <Money amount={renewal} /> }] : []),
    ...(discounted
      ? [{ label: "Next term, with your code", value: <Money amount={discounted} /> }]
      : []),
    trialEndsOn
      ? { label: "Free trial until", value: <DateTime value={trialEndsOn} /> }
      : { label: "Runs since", value: anchorOn ? <DateTime value={anchorOn} /> : "–" },
    ...(renewal && status === "active"
      ? [{
        label: "Plan",
        value: <TextLink href={`/dashboard/services/${id}/change`}>Change plan or term</TextLink>,
      }]
      : []),
    { label: "Next due", value: nextDueOn ? <DateTime value={nextDueOn} /> : "–" },
    {
      label: "Order",
      value: seesOrder
        ? <TextLink href={`/dashboard/orders/${orderId}`}>{orderNumber}</TextLink>
        : orderNumber,
    },
  ];
}

function taxWords({ treatment, isInclusive, label }: TaxRule): string {
  if (treatment !== "standard") return "";
  return isInclusive ? `, incl. ${label}` : `, plus ${label}`;
}
