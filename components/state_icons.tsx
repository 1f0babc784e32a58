/**
 * Icons of alerts and downloads. They have a module of their own because a bundle of islands shares modules as a whole: the
 * order wizard isn't to load them.
 */
import circleCheckData from "@lucide/icons/icons/circle-check";
import downloadData from "@lucide/icons/icons/download";
import infoData from "@lucide/icons/icons/info";
import triangleAlertData from "@lucide/icons/icons/triangle-alert";
import { type Icon, icon } from "./make_icon.tsx";

export const CircleCheckIcon: Icon = /* @__PURE__ */ icon(circleCheckData);
export const DownloadIcon: Icon = /* @__PURE__ */ icon(downloadData);
export const InfoIcon: Icon = /* @__PURE__ */ icon(infoData);
export const TriangleAlertIcon: Icon = /* @__PURE__ */ icon(triangleAlertData);
