/**
 * What the stylesheet says before any class: font faces, the page's ground, focus, print, and no
 * motion for those who ask for none.
 */
import { COLORS, THEME } from "./theme.ts";

/** Shows, of all prices inside `[data-cycles]`, those of the cycle that is chosen there. */
const CYCLE_RULES = ["monthly", "quarterly", "semi_annual", "annual"].map((cycle) =>
  `[data-cycles]:has([data-cycle=${cycle}]:checked) ` +
  `[data-cycle-price]:not([data-cycle-price=${cycle}]){display:none}`
);

const FONT_RANGES: ReadonlyArray<readonly [subset: string, range: string]> = [
  ["cyrillic", "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116"],
  ["greek", "U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF"],
  [
    "latin-ext",
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
  ],
  [
    "latin",
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
  ],
];

/** `@font-face` rules; the subsets load only when a page has a letter of theirs. */
export const FONT_FACES: readonly string[] = FONT_RANGES.map(([subset, range]) =>
  `@font-face{font-family:Inter;font-style:normal;font-weight:100 900;font-display:swap;` +
  `src:url(/fonts/inter-${subset}.woff2) format("woff2");unicode-range:${range}}`
);

/** Base rules after preflight. The order is the order in the sheet. */
export const BASE_RULES: readonly string[] = [
  `html{color-scheme:dark;background:${COLORS.ground};font-family:${THEME.fontFamily.sans};` +
  `-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale;` +
  `text-rendering:optimizeLegibility;scrollbar-color:${COLORS.line.strong} transparent;` +
  `font-feature-settings:"calt","cv11";scroll-padding-top:6rem}`,
  `body{color:${COLORS.ink.DEFAULT};background:${COLORS.ground};min-height:100vh;` +
  `min-height:100dvh;overflow-wrap:break-word}`,
  `*,::before,::after{border-color:${COLORS.line.DEFAULT}}`,
  `code,kbd,samp,pre{font-family:${THEME.fontFamily.mono};font-feature-settings:normal}`,
  `input::placeholder,textarea::placeholder{color:${COLORS.faint};opacity:1}`,
  `:focus-visible{outline:2px solid ${COLORS.accent.DEFAULT};outline-offset:2px}`,
  `::selection{background:${COLORS.brand[700]};color:${COLORS.white}}`,
  `summary{list-style:none;cursor:pointer}`,
  `summary::-webkit-details-marker{display:none}`,
  `input:-webkit-autofill{-webkit-text-fill-color:${COLORS.ink.DEFAULT};` +
  `box-shadow:inset 0 0 0 100px ${COLORS.brand[950]};caret-color:${COLORS.ink.DEFAULT}}`,
  `[hidden]{display:none!important}`,
  ...CYCLE_RULES,
];

/** Rules that must win over classes: reduced motion, and paper. */
export const FINAL_RULES: readonly string[] = [
  `@media (prefers-reduced-motion:reduce){*,::before,::after{animation-duration:1ms!important;` +
  `animation-iteration-count:1!important;transition-duration:1ms!important;` +
  `scroll-behavior:auto!important}}`,
  `@media (forced-colors:active){:focus-visible{outline-color:Highlight}}`,
  `@media print{html{color-scheme:light;background:#fff}body{background:#fff;color:#111}` +
  `body *{color:#111!important;background:transparent!important;border-color:#bbb!important;` +
  `box-shadow:none!important}main{padding-left:0!important}header{position:static!important}nav,footer,form,dialog,button,[popover]{display:none!important}}`,
];
