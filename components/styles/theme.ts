/**
 * The design tokens: every colour, size and shadow that a class may name. The theme replaces
 * Tailwind's palette, so that a colour from outside the design gives no rule (and fails a test).
 */

/** Colours as `rrggbb`; contrast of every text/ground pair is held by tests/components. */
export const COLORS = {
  transparent: "transparent",
  current: "currentColor",
  white: "#ffffff",
  black: "#000000",
  ground: "#050914",
  surface: "#0a1120",
  raised: "#101a2e",
  hover: "#16223b",
  field: "#070d1a",
  line: { DEFAULT: "#1a2540", strong: "#2a3a5e", control: "#556893" },
  ink: { DEFAULT: "#eaf0fb", soft: "#c2cee4" },
  muted: "#93a4c3",
  faint: "#8090b0",
  brand: {
    DEFAULT: "#6aa6ff",
    950: "#081a3a",
    900: "#0b2450",
    800: "#0e3478",
    700: "#1247ab",
    600: "#1b5fdc",
    550: "#2569e8",
    500: "#2f7bf6",
    400: "#6aa6ff",
    300: "#9cc5ff",
  },
  accent: { DEFAULT: "#3fd0f6", deep: "#0e7fb0", soft: "#93e6fc" },
  ok: { DEFAULT: "#41d492", deep: "#0c3a2a" },
  warn: { DEFAULT: "#f4bd4f", deep: "#3e2d0b" },
  bad: { DEFAULT: "#ff7b7b", deep: "#451820", strong: "#c8313d" },
} as const;

const SANS = 'Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif';
const MONO = 'ui-monospace,"SF Mono","Cascadia Mono","Roboto Mono",Menlo,Consolas,monospace';

/** Twind theme: Tailwind's scales where they fit, ours where the design is narrower. */
export const THEME = {
  colors: COLORS,
  fontFamily: { sans: SANS, mono: MONO },
  fontSize: {
    "2xs": ["0.6875rem", { lineHeight: "1rem", letterSpacing: "0.01em" }],
    xs: ["0.75rem", { lineHeight: "1rem" }],
    sm: ["0.875rem", { lineHeight: "1.25rem" }],
    base: ["1rem", { lineHeight: "1.5rem" }],
    lg: ["1.125rem", { lineHeight: "1.75rem", letterSpacing: "-0.006em" }],
    xl: ["1.25rem", { lineHeight: "1.75rem", letterSpacing: "-0.012em" }],
    "2xl": ["1.5rem", { lineHeight: "2rem", letterSpacing: "-0.018em" }],
    "3xl": ["1.875rem", { lineHeight: "2.375rem", letterSpacing: "-0.022em" }],
    "4xl": ["2.375rem", { lineHeight: "2.75rem", letterSpacing: "-0.026em" }],
    "5xl": ["3.25rem", { lineHeight: "3.5rem", letterSpacing: "-0.032em" }],
    "6xl": ["4rem", { lineHeight: "4.25rem", letterSpacing: "-0.036em" }],
  },
  borderRadius: {
    none: "0",
    sm: "4px",
    DEFAULT: "6px",
    md: "8px",
    lg: "12px",
    xl: "16px",
    full: "9999px",
  },
  boxShadow: {
    none: "none",
    edge: "inset 0 1px 0 rgba(255,255,255,0.05)",
    button: "inset 0 1px 0 rgba(255,255,255,0.16),0 1px 2px rgba(0,0,0,0.5)",
    raised: "inset 0 1px 0 rgba(255,255,255,0.04),0 16px 40px -16px rgba(0,0,0,0.7)",
    float: "inset 0 1px 0 rgba(255,255,255,0.06),0 32px 80px -24px rgba(0,0,0,0.9)",
    glow: "inset 0 1px 0 rgba(255,255,255,0.08),0 24px 64px -32px rgba(47,123,246,0.55)",
  },
  transitionDuration: { DEFAULT: "120ms", 75: "75ms", 150: "150ms", 180: "180ms" },
  backgroundImage: {
    none: "none",
    "gradient-to-r": "linear-gradient(to right,var(--tw-gradient-stops))",
    "gradient-to-b": "linear-gradient(to bottom,var(--tw-gradient-stops))",
    "gradient-to-br": "linear-gradient(to bottom right,var(--tw-gradient-stops))",
    aurora:
      "radial-gradient(60rem 32rem at 78% -10%,rgba(27,95,220,0.32),transparent 62%),radial-gradient(40rem 24rem at 8% 0%,rgba(63,208,246,0.10),transparent 60%)",
    halo: "radial-gradient(36rem 20rem at 50% 0%,rgba(47,123,246,0.20),transparent 70%)",
    "halo-end": "radial-gradient(28rem 18rem at 100% 0%,rgba(47,123,246,0.16),transparent 70%)",
  },
  animation: {
    none: "none",
    spin: "spin 900ms linear infinite",
    pulse: "pulse 1600ms ease-in-out infinite",
  },
} as const;
