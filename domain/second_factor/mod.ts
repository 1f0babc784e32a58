/** Second factors: authenticator apps, recovery codes, passkeys, remembered devices. */
export {
  addPasskey,
  type BadPasskey,
  beginPasskey,
  type PasskeyCreation,
  type TooManyPasskeys,
} from "./add_passkey.ts";
export { type DeviceToken, isRememberedDevice } from "./devices.ts";
export { eraseSecondFactor } from "./erase.ts";
export { getSecondFactor } from "./get_second_factor.ts";
export { withCodeLimits } from "./limits.ts";
export { disableTotp, forgetDevice, newRecoveryCodes } from "./manage.ts";
export { removePasskey, renamePasskey } from "./manage_passkeys.ts";
export { passwordMark } from "./model.ts";
export { owesSecondFactor } from "./owes.ts";
export { stageSecondFactorReset } from "./reset.ts";
export { beginTotpSetup, confirmTotpSetup } from "./set_up_totp.ts";
export {
  type FactorAnswer,
  passkeyLogInOptions,
  type PasskeyRequest,
  type SecondStep,
  secondStepOptions,
  stagePasskeyLogIn,
  stageSecondStep,
} from "./sign_in.ts";
export { type BadCode, checkSecondFactor, type FactorMethod } from "./spend_code.ts";
export type { DeviceView, PasskeyView, SecondFactorView, TotpSetupView } from "./view.ts";
