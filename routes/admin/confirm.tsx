/** Asks staff for their password or a code again, and leads back to what they wanted to do. */
import { STAFF_SIDE } from "@/components/layouts/mod.ts";
import { ConfirmPage } from "@/components/security/ConfirmPage.tsx";
import { STEP_UP_MINUTES } from "@/domain/session/mod.ts";
import { confirmHandler } from "../(_lib)/confirm.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { define } from "../(_lib)/state.ts";

export const handler = confirmHandler(STAFF_SIDE.base);

export default define.page<typeof handler>(function AdminConfirmPage(props) {
  return (
    <ConfirmPage
      side={STAFF_SIDE}
      frame={frameOf(props)}
      minutes={STEP_UP_MINUTES}
      {...props.data}
    />
  );
});
