/** Personal access tokens: with them programs use the API in their owner's name. */
export type { TokenForm } from "./check_token_form.ts";
export { createApiToken, type EmailNotVerified } from "./create_token.ts";
export {
  countApiTokens,
  listApiTokens,
  revokeApiToken,
  stageRevokeApiTokens,
} from "./manage_tokens.ts";
export { TOKEN_PREFIX } from "./model.ts";
export { type ApiCaller, resolveApiCaller } from "./resolve_caller.ts";
export { resolveApiToken, type TokenHolder } from "./resolve_token.ts";
export * from "./view.ts";
