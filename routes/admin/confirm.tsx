/** Asks staff for their password or a code again, and leads back to what they wanted to do. */
import { Head } from "fresh/runtime";
import { AdminLayout } from "@/components/layouts/mod.ts";
import { ConfirmForm } from "@/components/security/ConfirmForm.tsx";
import { STEP_UP_MINUTES } from "@/domain/session/mod.ts";
import { confirmHandler } from "../(_lib)/confirm.ts";
import { frameOf } from "../(_lib)/frame.ts";
import { define } from "../(_lib)/state.ts";

export const handler = confirmHandler("/admin");

export default define.page<typeof handler>(function ConfirmPage(props) {
  return (
    <AdminLayout
      {...frameOf(props)}
      width="narrow"
      title="Confirm that it's you"
      description={`This counts for ${STEP_UP_MINUTES} minutes, in this browser.`}
    >
      <Head>
        <title>Confirm that it's you · CloudNest</title>
      </Head>
      <ConfirmForm {...props.data} />
    </AdminLayout>
  );
});
