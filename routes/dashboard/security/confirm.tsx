/** Asks customers for their password or a code again, and leads back to what they wanted to do. */
import { CUSTOMER_SIDE } from "@/components/layouts/mod.ts";
import { ConfirmPage } from "@/components/security/ConfirmPage.tsx";
import { STEP_UP_MINUTES } from "@/domain/session/mod.ts";
import { confirmHandler } from "../../(_lib)/confirm.ts";
import { frameOf } from "../../(_lib)/frame.ts";
import { define } from "../../(_lib)/state.ts";

export const handler = confirmHandler(CUSTOMER_SIDE.base);

export default define.page<typeof handler>(function CustomerConfirmPage(props) {
  return (
    <ConfirmPage
      side={CUSTOMER_SIDE}
      frame={frameOf(props)}
      minutes={STEP_UP_MINUTES}
      {...props.data}
    />
  );
});
