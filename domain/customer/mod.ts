/** Accounts of customers and staff. */
export { createOwner, type FirstOwner } from "./create_owner.ts";
export { type Account, normaliseEmail } from "./model.ts";
export { hashPassword, verifyPassword } from "./password.ts";
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
  parseAccount,
  readAccount,
  readAccountByEmail,
  stageAccountChange,
} from "./repo.ts";
export { type AccountView, toAccountView } from "./view.ts";
  readAccountByMailbox,
  readStaff,
