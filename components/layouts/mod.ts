/** The frames that pages stand in. */
export * from "./ActingBar.tsx";
export * from "./AdminLayout.tsx";
export * from "./AuthLayout.tsx";
export * from "./DashboardLayout.tsx";
export * from "./nav.ts";
export { type LayoutUser, type NavBadges } from "./parts.tsx";
export * from "./PublicLayout.tsx";
export * from "./sides.ts";
