/** Devices on which the second step is left out. */
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Card.tsx";
import { DateTime } from "../ui/DateTime.tsx";
import { deviceOf } from "@/domain/session/device.ts";
import type { DeviceView } from "@/domain/second_factor/view.ts";

/** The card of the remembered devices; nothing where there are none. */
export function DevicesCard({ devices }: { devices: readonly DeviceView[] }) {
  if (devices.length === 0) return null;
  return (
    <Card
      id="devices"
      title="Remembered devices"
      description="On these a log-in asks for your password alone."
      actions={devices.length > 1 && (
        <form method="post">
          <Button name="action" value="forget_devices" variant="secondary" size="sm">
            Forget all
          </Button>
        </form>
      )}
      flush
    >
      <ul class="divide-y divide-line">
        {devices.map((device) => (
          <li key={device.id} class="flex flex-wrap items-center justify-between gap-4 p-5">
            <div class="min-w-0">
              <p class="text-sm text-ink wrap-anywhere">{deviceOf(device.userAgent)}</p>
              <p class="mt-1 text-sm text-muted">
                Since <DateTime value={device.createdAt} />, until{" "}
                <DateTime value={device.expiresAt} />
              </p>
            </div>
            <form method="post">
              <input type="hidden" name="device" value={device.id} />
              <Button name="action" value="forget_device" variant="secondary" size="sm">
                Forget
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
