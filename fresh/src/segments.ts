/**
 * The tree of segments that middlewares, layouts and error routes hang on. `/admin/users/:id` lies below the root,
 * `admin` and `users`, and is covered by what these have. Patterns are compared by their text: `:id` is another
 * segment than `:name`.
 */
import type { Wrappers } from "./context.ts";
import type { MaybeLazyMiddleware } from "./middlewares/mod.ts";
import { patternToSegments } from "./paths.ts";
import type { LayoutConfig, Route, RouteComponent } from "./types.ts";

/** One segment of the tree. */
export interface Segment<State> {
  readonly parent: Segment<State> | null;
  readonly children: Map<string, Segment<State>>;
  readonly middlewares: MaybeLazyMiddleware<State>[];
  app: RouteComponent<State> | null;
  layout: { component: RouteComponent<State>; config: LayoutConfig } | null;
  errorRoute: Route<State> | null;
}

/** What one segment does to the requests below it, as it stood when a route was registered. */
export interface SegmentStep<State> {
  readonly wrappers: Wrappers<State>;
  readonly errorRoute: Route<State> | null;
  readonly middlewares: readonly MaybeLazyMiddleware<State>[];
}

/** Makes a segment; the root has no parent. */
export function newSegment<State>(parent: Segment<State> | null): Segment<State> {
  return {
    parent,
    children: new Map(),
    middlewares: [],
    app: null,
    layout: null,
    errorRoute: null,
  };
}

/** Finds the segment of a pattern and makes it and those above it where they are missing. */
export function segmentOf<State>(
  root: Segment<State>,
  pattern: string,
  includesLast: boolean,
): Segment<State> {
  let segment = root;
  for (const name of patternToSegments(pattern, includesLast)) {
    let child = segment.children.get(name);
    if (child === undefined) {
      child = newSegment(segment);
      segment.children.set(name, child);
    }
    segment = child;
  }
  return segment;
}

/** What lies on the way from the root to a segment, as it is now: later registrations don't change it. */
export function stepsTo<State>(segment: Segment<State>): SegmentStep<State>[] {
  const path: Segment<State>[] = [];
  for (let at: Segment<State> | null = segment; at !== null; at = at.parent) {
    path.unshift(at);
  }

  let wrappers: Wrappers<State> = { app: null, layouts: [] };
  return path.map(({ app, layout, errorRoute, middlewares }) => {
    wrappers = nextWrappers(wrappers, app, layout);
    return { wrappers, errorRoute, middlewares: [...middlewares] };
  });
}

function nextWrappers<State>(
  above: Wrappers<State>,
  app: RouteComponent<State> | null,
  layout: Segment<State>["layout"],
): Wrappers<State> {
  if (app === null && layout === null) return above;
  const wrapper = layout?.config.skipAppWrapper ? null : app ?? above.app;
  if (layout === null) return { app: wrapper, layouts: above.layouts };
  const inherited = layout.config.skipInheritedLayouts ? [] : above.layouts;
  return { app: wrapper, layouts: [...inherited, layout.component] };
}
