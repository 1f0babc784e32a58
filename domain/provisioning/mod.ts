/** Provisioning: staff hand over the machines that customers have paid for. */
export { activateService, type AlreadyActive, type NotReady } from "./activate_service.ts";
export { type NotRunning, updateMachine } from "./update_machine.ts";
export type { MachineForm } from "./machine_form.ts";
