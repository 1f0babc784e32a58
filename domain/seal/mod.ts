/** Seals: the house's signature under what it issues, which anybody can check. */
export { type PublicJwk, publicKeySet } from "./key_set.ts";
export { rotateSealKey } from "./keys.ts";
export { isSigned, type Signature, stageSignature, toJws } from "./sign.ts";
