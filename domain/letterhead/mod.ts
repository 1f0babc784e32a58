/** What documents are headed with: the company's name and logo, each document's as they were when it was issued. */
export {
  currentLetterhead,
  getLogo,
  type LogoContent,
  type LogoDownload,
  readCurrentLogoFile,
  readLogoContent,
} from "./read_letterhead.ts";
export { removeLogo, setLogo } from "./set_logo.ts";
export * from "./view.ts";
