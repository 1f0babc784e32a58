/** Received payments of some days as a file. */
import { DownloadIcon } from "../../state_icons.tsx";
import { Button } from "../../ui/Button.tsx";
import { Input } from "../../ui/Input.tsx";

/** From and to; a GET that saves a file. */
export function ExportForm({ today }: { today: string }) {
  return (
    <form
      method="get"
      action="/admin/payments/export"
      class="grid grid-cols-2 items-end gap-4 sm:flex sm:flex-wrap"
    >
      <Input name="from" type="date" label="From" value={`${today.slice(0, 8)}01`} />
      <Input name="to" type="date" label="To" value={today} />
      <div>
        <Button variant="secondary" icon={DownloadIcon}>Save as CSV</Button>
      </div>
    </form>
  );
}
