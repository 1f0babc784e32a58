/**
 * Builds projects, and serves them while they are developed.
 *
 * ```ts
 * import { Builder } from "fresh/dev";
 *
 * const builder = new Builder();
 * if (Deno.args.includes("build")) await builder.build();
 * else await builder.listen(() => import("./main.ts"));
 * ```
 *
 * @module
 */
export { Builder } from "./builder.ts";
export type { SourceMapOptions } from "./bundle.ts";
export type { BuildOptions, ResolvedBuildOptions } from "./config.ts";
export type {
  OnTransformArgs,
  OnTransformOptions,
  OnTransformResult,
  TransformFn,
} from "./static_transforms.ts";
