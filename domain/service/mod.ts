/** Services: what customers rent, with the sealed credentials of their machines. */
export {
  type Credentials,
  type RecurringItem,
  recurringSchema,
  type Service,
  SERVICE_STATUSES,
  type ServiceStatus,
  SUSPENSION_REASONS,
} from "./model.ts";
export { eraseServices } from "./erase.ts";
export {
  checkService,
  type MachineInput,
  type ServiceOrder,
  type ServiceTerms,
  stageActive,
  stageMachine,
  stageService,
  stageTerms,
} from "./stage_service.ts";
export { readService } from "./repo.ts";
export {
  findServiceOfOrder,
  findVisible,
  getService,
  listServices,
  listServicesForStaff,
  type ServiceListRequest,
} from "./get_service.ts";
export { type NotActive, revealCredentials } from "./reveal_credentials.ts";
export type * from "./view.ts";
