/** Accounts of customers and staff. */
export { acceptTerms, type TermsChanged, termsToAccept } from "./accept_terms.ts";
export {
  type AccountLinkPurpose,
  type LinkedAccount,
  linkMinutes,
  openAccountLink,
  stageAccountLink,
  stageUseAccountLink,
} from "./account_link.ts";
export { checkPassword } from "./check_password.ts";
export {
  type Closing,
  loadClosing,
  readClosing,
  stageClosing,
  stageErasedAccount,
  stageReopening,
} from "./closing.ts";
export { COUNTRY_CODES, countryName } from "@/domain/shared/countries.ts";
export { createOwner, type FirstOwner } from "./create_owner.ts";
export { isDisposable } from "./email_identity.ts";
export { type Account, lastingEmailField, newPasswordField, normaliseEmail } from "./model.ts";
export { hashPassword, verifyPassword } from "./password.ts";
export { getProfile, type ProfileForm, timeZones, updateProfile } from "./profile.ts";
export { LANGUAGES, type ProfileView } from "./profile_view.ts";
export {
  findAccountByEmail,
  getAccount,
  getAccountForStaff,
  listAccounts,
} from "./read_accounts.ts";
export {
  checkRegistration,
  type EmailTaken,
  registerCustomer,
  type Registration,
  stageAccount,
} from "./register_customer.ts";
export {
  accountKey,
  loadAccount,
  loadIdByEmail,
  parseAccount,
  readAccount,
  readAccountByEmail,
  readAccountByMailbox,
  readStaff,
  stageAccountChange,
  stageNewAddress,
  stageNoAddress,
} from "./repo.ts";
export { type AccountView, toAccountView } from "./view.ts";
export { readVerification, resendVerification, stageWelcome, verifyEmail } from "./verify_email.ts";
