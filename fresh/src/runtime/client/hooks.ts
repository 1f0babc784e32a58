/** Preact's option hooks in the browser: elements get the attributes that the server gave them. */
import { options, type VNode } from "preact";
import { assetProps } from "../asset.ts";
import { getBuildId } from "../build_id.ts";

const CLIENT_NAVIGATION = "f-client-nav";

const hookBefore = options.vnode;
options.vnode = (vnode: VNode) => {
  const { type } = vnode;
  if (typeof type === "string") {
    const props = vnode.props as Record<string, unknown>;
    if (type === "img" || type === "source") {
      vnode.props = (assetProps(props, getBuildId()) ?? props) as VNode["props"];
    }
    if (typeof props[CLIENT_NAVIGATION] === "boolean") {
      props[CLIENT_NAVIGATION] = String(props[CLIENT_NAVIGATION]);
    }
  }
  hookBefore?.(vnode);
};
