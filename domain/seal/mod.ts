/** Seals: the house's signature under what it issues, which anybody can check. */
export { printCode } from "./code.ts";
export {
  DocumentSeals,
  type Seal,
  type SealedDocument,
  type SealedKind,
} from "./document_seals.ts";
export { type PublicJwk, publicKeySet } from "./key_set.ts";
export { rotateSealKey } from "./keys.ts";
export { type OldDocuments, sealOld } from "./seal_old.ts";
export { isSigned, type Signature, stageSignature, toJws } from "./sign.ts";
