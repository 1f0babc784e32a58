/** What the forms of the security page do: one use-case each, answered as a page, or as JSON to the page's islands. */
import { type SecurityForm } from "@/components/security/forms.ts";
import {
  addPasskey,
  beginPasskey,
  beginTotpSetup,
  confirmTotpSetup,
  disableTotp,
  forgetDevice,
  getSecondFactor,
  newRecoveryCodes,
  removePasskey,
  renamePasskey,
} from "@/domain/second_factor/mod.ts";
import type { Failure, Result } from "@/domain/shared/result.ts";
import { formError } from "./actions.ts";
import { seeOther } from "./flash.ts";
import { formStatus, problem } from "./problems.ts";
import { wantsJson } from "./sign_in.ts";
import type { Ctx } from "./state.ts";
import { isConfirmed } from "./step_up.ts";

/** The values of the field `action`. */
export const SECURITY_ACTIONS = [
  "begin_totp",
  "confirm_totp",
  "disable_totp",
  "new_codes",
  "begin_passkey",
  "add_passkey",
  "rename_passkey",
  "remove_passkey",
  "forget_device",
  "forget_devices",
] as const;

/** A form of the page. */
export interface SentSecurityForm {
  action: (typeof SECURITY_ACTIONS)[number];
  code: string;
  password: string;
  name: string;
  passkey: string;
  device: string;
  answer: string;
}

/** The page that comes back, or another answer. */
export type SecurityOutcome = Response | {
  data: { form: SecurityForm; recoveryCodes: string[] | null };
  init: ResponseInit;
};

/** What people are told once it is done. */
const DONE: Readonly<Record<SentSecurityForm["action"], string>> = {
  begin_totp: "",
  confirm_totp: "The authenticator app is on.",
  disable_totp: "The authenticator app is off.",
  new_codes: "",
  begin_passkey: "",
  add_passkey: "The passkey is added.",
  rename_passkey: "The passkey has its new name.",
  remove_passkey: "The passkey is removed.",
  forget_device: "The device is forgotten: its next log-in asks for a code.",
  forget_devices: "All devices are forgotten.",
};

/** What a use-case answers: nothing, new recovery codes, or options for an authenticator. */
type Value = { recoveryCodes: string[] | null } | object | void;

/** Runs the form's use-case. What isn't there is the error page. */
export async function securityAction(
  ctx: Ctx,
  form: SentSecurityForm,
): Promise<SecurityOutcome> {
  const result = await run(ctx, form);
  if (!result.ok) return refuse(ctx, form, result.error);
  const codes = codesIn(result.value);
  if (wantsJson(ctx)) {
    if (form.action !== "begin_totp") return Response.json(result.value ?? {});
    const { setup } = await getSecondFactor(ctx.state.deps, ctx.state.signedIn!.account.id);
    return Response.json({ setup });
  }
  if (codes) {
    const sent: SecurityForm = { action: "", subject: "", errors: {}, name: "" };
    return { data: { form: sent, recoveryCodes: codes }, init: {} };
  }
  const text = DONE[form.action];
  return await seeOther(ctx, "/dashboard/security", text === "" ? null : { tone: "ok", text });
}

function run(ctx: Ctx, form: SentSecurityForm): Promise<Result<Value, Failure>> {
  const { deps, client, signedIn } = ctx.state;
  const owner = { accountId: signedIn!.account.id, client };
  switch (form.action) {
    case "begin_totp":
      return beginTotpSetup(deps, { ...owner, password: isConfirmed(ctx) ? null : form.password });
    case "confirm_totp":
      return confirmTotpSetup(deps, { ...owner, code: form.code });
    case "disable_totp":
      return disableTotp(deps, { ...owner, password: form.password, code: form.code });
    case "new_codes":
      return newRecoveryCodes(deps, { ...owner, password: form.password, code: form.code });
    case "begin_passkey":
      return beginPasskey(deps, { ...owner, password: form.password, code: form.code });
    case "add_passkey":
      return addPasskey(deps, { ...owner, name: form.name, answer: form.answer });
    case "rename_passkey":
      return renamePasskey(deps, { ...owner, passkey: form.passkey, name: form.name });
    case "remove_passkey":
      return removePasskey(deps, { ...owner, passkey: form.passkey, password: form.password });
    case "forget_device":
      return forgetDevice(deps, { ...owner, device: form.device });
    case "forget_devices":
      return forgetDevice(deps, { ...owner, device: null });
  }
}

function refuse(ctx: Ctx, form: SentSecurityForm, error: Failure): SecurityOutcome {
  const errors = formError(error);
  if (wantsJson(ctx)) {
    return Response.json({ message: Object.values(errors)[0] }, formStatus(error));
  }
  if (error.code === "not_found") return problem(error);
  const sent = { action: form.action, subject: form.passkey, errors, name: form.name };
  return { data: { form: sent, recoveryCodes: null }, init: formStatus(error) };
}

function codesIn(value: Value): string[] | null {
  return value && "recoveryCodes" in value ? value.recoveryCodes : null;
}
