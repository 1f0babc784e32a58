/** Promotions: codes that take something off an order, as often as they may be used. */
export { type CodeGuess, codeProblem, findPromotion, previewPromotion } from "./find_promotion.ts";
export {
  changePromotion,
  createPromotion,
  PROMOTION_ACTIONS,
  type PromotionAction,
  type PromotionEnded,
  setPromotionStatus,
} from "./manage.ts";
export {
  discountBasisSchema,
  normaliseCode,
  PROMOTION_STATUSES,
  type PromotionStatus,
  termsSchema,
} from "./model.ts";
export { getPromotion, listPromotions, listPromotionUses } from "./read_promotions.ts";
export {
  type PromotionUser,
  stageGiveBackUse,
  stageUsePromotion,
  UNKNOWN_CODE,
} from "./use_promotion.ts";
export * from "./view.ts";
