/**
 * Brings the order form to life: the sum follows each choice, steps change without a round trip and are part of the
 * history, and what is wrong is said at once. The form stays the one that the server renders and reads.
 */
import type { TargetedEvent, TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { headingId, WizardForm } from "@/components/order/WizardForm.tsx";
import {
  checkWizard,
  fitToPlan,
  problemsOf,
  readStep,
  readWizard,
  type Step,
  STEP_NAMES,
  STEPS,
  stepsBefore,
  type WizardForm as Form,
  wizardHref,
  type WizardRules,
} from "@/components/order/wizard.ts";

/** How long typing has to rest before the address takes it over. */
const ADDRESS_DELAY_MS = 400;

export interface OrderWizardProps {
  rules: WizardRules;
  form: Form;
  /** Steps that are seen; more than one only where an order was refused. */
  visible: Step[];
  /** Steps whose problems are shown. */
  checked: Step[];
  /** What only the server knows to be wrong, until the field changes. */
  refused: Record<string, string>;
}

/** The wizard; its markup is the same without a script. */
export function OrderWizard(props: OrderWizardProps) {
  const { rules } = props;
  const element = useRef<HTMLFormElement>(null);
  const addressTimer = useRef<ReturnType<typeof setTimeout>>();
  const [form, setForm] = useState(props.form);
  const [visible, setVisible] = useState(props.visible);
  const [checked, setChecked] = useState(props.checked);
  const [refused, setRefused] = useState(props.refused);
  const [isLive, setLive] = useState(false);
  const [isSending, setSending] = useState(false);
  const [focus, setFocus] = useState<{ on: "heading" | "problem"; step: Step } | null>(null);
  const check = checkWizard(rules, form);
  const current = visible.at(-1) ?? "plan";

  useEffect(() => {
    // A browser that restores what was typed does it before the script runs.
    if (element.current) setForm(readForm(element.current));
    setLive(true);
    const onPopState = () => {
      // Whoever leaves a step by its buttons leaves an address with the step and all that was typed.
      const params = new URLSearchParams(location.search);
      setForm(fitToPlan(rules, readWizard(params)));
      show(readStep(params.get("step")) ?? "plan");
    };
    const onPageShow = () => setSending(false);
    addEventListener("popstate", onPopState);
    addEventListener("pageshow", onPageShow);
    return () => {
      removeEventListener("popstate", onPopState);
      removeEventListener("pageshow", onPageShow);
    };
  }, []);

  useEffect(() => {
    if (!focus) return;
    const target = focus.on === "heading"
      ? document.getElementById(headingId(focus.step))
      : firstProblem(element.current);
    target?.focus();
  }, [focus]);

  function show(step: Step): void {
    setVisible([step]);
    setChecked([]);
    setRefused({});
    setFocus({ on: "heading", step });
  }

  function go(step: Step): void {
    const before = stepsBefore(step);
    const blocked = before.find((each) => hasProblems(problemsOf(check.problems, [each])));
    if (blocked) {
      if (!visible.includes(blocked)) setVisible([blocked]);
      setChecked(before);
      setFocus({ on: "problem", step: blocked });
      return;
    }
    clearTimeout(addressTimer.current);
    history.replaceState(null, "", wizardHref(form, current));
    history.pushState(null, "", wizardHref(form, step));
    show(step);
  }

  function onInput(event: TargetedEvent<HTMLFormElement>): void {
    const typed = fitToPlan(rules, readForm(event.currentTarget));
    const { name } = event.target as HTMLInputElement;
    setForm(typed);
    setRefused(({ [name]: _, "": _form, ...rest }) => rest);
    clearTimeout(addressTimer.current);
    addressTimer.current = setTimeout(
      () => history.replaceState(null, "", wizardHref(typed, current)),
      ADDRESS_DELAY_MS,
    );
  }

  function onSubmit(event: TargetedSubmitEvent<HTMLFormElement>): void {
    const button = event.submitter as HTMLButtonElement | null;
    const step = button?.name === "step" ? readStep(button.value) : null;
    // The step where they are: its code, which only the server can look up.
    if (step === current) return;
    if (step) {
      event.preventDefault();
      go(step);
    } else if (isSending) {
      event.preventDefault();
    } else if (hasProblems(check.problems)) {
      event.preventDefault();
      setVisible(
        STEPS.filter((each) =>
          each === "review" || hasProblems(problemsOf(check.problems, [each]))
        ),
      );
      setChecked([...STEPS]);
      setFocus({ on: "problem", step: "review" });
    } else setSending(true);
  }

  return (
    <form
      id="order"
      ref={element}
      method="post"
      action="/dashboard/order"
      noValidate
      onInput={onInput}
      onSubmit={onSubmit}
    >
      <p role="status" class="sr-only">
        {isLive ? `Step ${STEPS.indexOf(current) + 1} of 3: ${STEP_NAMES[current]}` : ""}
      </p>
      <WizardForm
        rules={rules}
        form={form}
        check={check}
        visible={visible}
        problems={{ ...problemsOf(check.problems, checked), ...refused }}
        isLive={isLive}
        isSending={isSending}
      />
    </form>
  );
}

function readForm(form: HTMLFormElement): Form {
  return readWizard(new FormData(form));
}

function hasProblems(problems: Record<string, string>): boolean {
  return Object.keys(problems).length > 0;
}

/** The first field that is marked as wrong: itself, or the first choice of its group. */
function firstProblem(form: HTMLFormElement | null): HTMLElement | null {
  const marked = form?.querySelector<HTMLElement>("section:not([hidden]) [aria-invalid=true]");
  return marked?.querySelector<HTMLElement>("input,select") ?? marked ?? null;
}
