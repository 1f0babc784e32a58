/**
 * Icons of the small islands around secrets. They have a module of their own because a bundle of islands shares modules as
 * a whole: the order wizard isn't to load them.
 */
import copyData from "@lucide/icons/icons/copy";
import eyeData from "@lucide/icons/icons/eye";
import eyeOffData from "@lucide/icons/icons/eye-off";
import keyRoundData from "@lucide/icons/icons/key-round";
import { type Icon, icon } from "./make_icon.tsx";

export const CopyIcon: Icon = /* @__PURE__ */ icon(copyData);
export const EyeIcon: Icon = /* @__PURE__ */ icon(eyeData);
export const EyeOffIcon: Icon = /* @__PURE__ */ icon(eyeOffData);
export const KeyRoundIcon: Icon = /* @__PURE__ */ icon(keyRoundData);
