/** Sections of the public pages. */
export * from "./CallToAction.tsx";
export * from "./FeatureGrid.tsx";
export * from "./Hero.tsx";
export * from "./Locations.tsx";
export * from "./PlanPreview.tsx";
export * from "./Questions.tsx";
