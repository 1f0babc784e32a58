/** How to reach a machine: what its page shows without being asked for a password. */
import type { Credentials, Service } from "./model.ts";
import type { AccessView } from "./view.ts";

/** Credentials without the password, and the command that uses them. Windows machines have no SSH. */
export function accessOf(
  service: Pick<Service, "osName">,
  { ip, username, port, panelUrl }: Credentials,
): AccessView {
  const hasSsh = !/^windows/i.test(service.osName);
  const sshCommand = hasSsh ? `ssh -p ${port} ${username}@${ip}` : null;
  return { ip, username, port, panelUrl, sshCommand };
}
