/** Ties the files that stylesheets refer to to the build, so that browsers may keep them. */
import { assetOfBuild } from "../runtime/asset.ts";

const URL_FUNCTION = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]+))\s*\)/g;

/** Adds the build id to each `url(/…)` of a stylesheet. Data and other sites' URLs stay as they are. */
export function addBuildIdToUrls(css: string, buildId: string): string {
  return css.replace(URL_FUNCTION, (match, double, single, bare) => {
    const url: string = double ?? single ?? bare;
    const locked = assetOfBuild(url, buildId);
    return locked === url ? match : `url(${JSON.stringify(locked)})`;
  });
}
