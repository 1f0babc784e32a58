/** The wallet of the token's account. */
import { getWalletView } from "@/domain/wallet/mod.ts";
import { answer } from "../../(_lib)/api/answer.ts";
import { requireCaller } from "../../(_lib)/api/gate.ts";
import { presentWallet } from "../../(_lib)/api/present.ts";
import { failureProblem } from "../../(_lib)/api/problems.ts";
import { walletSchema } from "../../(_lib)/api/schemas.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const viewer = requireCaller(ctx).customer;
    const wallet = await getWalletView(ctx.state.deps, { viewer, accountId: viewer.id });
    return wallet.ok
      ? answer(walletSchema, presentWallet(wallet.value))
      : failureProblem(ctx, wallet.error);
  },
});
